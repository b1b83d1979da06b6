using EcrPtcLambda.Emulator;

namespace EcrPtcLambda.Bench.Emulation;

/// <summary>What the emulated AWS was asked since the record was begun, by a monotonic clock.</summary>
internal sealed class CallRecord(TimeProvider clock)
{
    private readonly Lock gate = new();
    private long? firstEcrCall;
    private long? answer;
    private int ecrCalls;
    private int throttled;

    /// <summary>When the first call to ECR was served; a timestamp of the clock.</summary>
    public long FirstEcrCall => Read(() => firstEcrCall) ?? throw new CandidateException("it made no call to ECR");

    /// <summary>When the answer was accepted; a timestamp of the clock.</summary>
    public long Answer => Read(() => answer) ?? throw new CandidateException("no answer was accepted");

    /// <summary>How many calls ECR served, and how many of them it throttled.</summary>
    public (int All, int Throttled) EcrCalls => Read(() => (ecrCalls, throttled));

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        lock (gate)
        {
            (firstEcrCall, answer, ecrCalls, throttled) = (null, null, 0, 0);
        }
    }

    public void Add(LoggedCall entry)
    {
        var now = clock.GetTimestamp();
        lock (gate)
        {
            if (entry.Operation == Faults.PutObject)
            {
                answer ??= entry.Status == 200 ? now : null;
                return;
            }

            firstEcrCall ??= now;
            ecrCalls++;
            throttled += entry.Response.Contains("ThrottlingException", StringComparison.Ordinal) ? 1 : 0;
        }
    }

    private T Read<T>(Func<T> what)
    {
        lock (gate)
        {
            return what();
        }
    }
}
