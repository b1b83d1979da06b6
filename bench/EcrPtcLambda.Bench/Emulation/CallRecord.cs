using EcrPtcLambda.Emulator;

namespace EcrPtcLambda.Bench.Emulation;

/// <summary>Records the calls to the emulated AWS, by a monotonic clock.</summary>
internal sealed class CallRecord(TimeProvider clock)
{
    private readonly Lock gate = new();
    private long? firstEcrCall;
    private long? response;
    private int ecrCalls;
    private int throttled;

    /// <summary>The timestamp of the first call to Amazon ECR.</summary>
    public long FirstEcrCall => Read(() => firstEcrCall) ?? throw new CandidateException("it made no call to ECR");

    /// <summary>The timestamp of the accepted response.</summary>
    public long Response => Read(() => response) ?? throw new CandidateException("no response was accepted");

    /// <summary>The number of calls to Amazon ECR, and the number of throttled calls.</summary>
    public (int All, int Throttled) EcrCalls => Read(() => (ecrCalls, throttled));

    /// <summary>Clears the record.</summary>
    public void Clear()
    {
        lock (gate)
        {
            (firstEcrCall, response, ecrCalls, throttled) = (null, null, 0, 0);
        }
    }

    public void Add(LoggedCall entry)
    {
        var now = clock.GetTimestamp();
        lock (gate)
        {
            if (entry.Operation == Faults.PutObject)
            {
                response ??= entry.Status == 200 ? now : null;
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
