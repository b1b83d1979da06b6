namespace EcrPtcLambda.TestSupport;

/// <summary>
/// Time that passes only by being waited for: a delay ends at once and moves the clock on, and with it ends every token whose
/// time-out has come. So a test of twenty seconds' retries takes none.
/// </summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<VirtualTimer> timeouts = [];
    private DateTimeOffset now = start;

    /// <summary>Every delay that was waited for, in order.</summary>
    public List<TimeSpan> Delays { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by) => PassUntil(GetUtcNow() + by, isStillWaitedFor: null);

    // From time-out to time-out, as time does: one that ends the wait that moves the clock stops it there.
    private bool PassUntil(DateTimeOffset end, Func<bool>? isStillWaitedFor)
    {
        while (isStillWaitedFor?.Invoke() ?? true)
        {
            VirtualTimer? next;
            lock (gate)
            {
                next = timeouts.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                if (next is null)
                {
                    now = end > now ? end : now;
                    return true;
                }

                timeouts.Remove(next);
                now = next.Due > now ? next.Due : now;
            }

            next.Fire();

            // Whoever waits may still be on its way from making its timer to heeding the token that just ended.
            if (isStillWaitedFor is not null)
            {
                SpinWait.SpinUntil(() => !isStillWaitedFor(), TimeSpan.FromMilliseconds(50));
            }
        }

        return false;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Schedule(VirtualTimer timer, TimeSpan dueTime)
    {
        lock (gate)
        {
            timeouts.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = now + dueTime;
            if (timer.IsTimeout)
            {
                timeouts.Add(timer);
                return;
            }

            Delays.Add(dueTime);
        }

        // Not on the caller's stack: the caller is still constructing what the timer ends.
        ThreadPool.UnsafeQueueUserWorkItem(
            static item =>
            {
                if (item.time.PassUntil(item.end, () => !item.timer.IsDisposed))
                {
                    item.timer.Fire();
                }
            },
            (time: this, end: timer.Due, timer),
            preferLocal: false);
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private int isDisposed;

        // A CancellationTokenSource limits a wait; anything else is one.
        public bool IsTimeout => state is CancellationTokenSource;

        public DateTimeOffset Due { get; set; }

        public bool IsDisposed => Volatile.Read(ref isDisposed) != 0;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Schedule(this, dueTime);
            return true;
        }

        public void Fire()
        {
            if (!IsDisposed)
            {
                callback(state);
            }
        }

        public void Dispose()
        {
            Volatile.Write(ref isDisposed, 1);
            time.Schedule(this, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
