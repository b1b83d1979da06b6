namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>A token bucket: allows a burst, then a sustained rate.</summary>
internal sealed class TokenBucket(TimeProvider clock, double perSecond, double burst)
{
    private double taken;
    private long filledAt;

    public bool TryTake()
    {
        taken = Math.Max(0, taken - (clock.GetElapsedTime(filledAt).TotalSeconds * perSecond));
        filledAt = clock.GetTimestamp();
        if (taken + 1 > burst)
        {
            return false;
        }

        taken++;
        return true;
    }
}
