namespace EcrPtcLambda.TestSupport;

/// <summary>
/// Virtual time, which passes only while something waits for it: a delay ends at once and advances the clock, which cancels every token
/// whose timeout has passed. A test of retries over 20 seconds takes no time.
/// </summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<VirtualTimer> timeouts = [];
    private DateTimeOffset now = start;

    /// <summary>All delays so far, in order.</summary>
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

    // Advances from timeout to timeout, like real time: a timeout that ends the current wait stops the clock there.
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

            // The waiting code may not yet have observed the token that was just canceled.
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

        // Not on the caller's stack, because the caller is still constructing the object that the timer cancels.
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

        // A CancellationTokenSource limits a wait; any other timer is a wait.
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
