namespace EcrPtcLambda.Fuzz;

/// <summary>A target that must keep its invariants for any input.</summary>
public interface IFuzzTarget : IDisposable
{
    /// <summary>Runs the target with one input.</summary>
    /// <exception cref="BrokenPromiseException">An invariant is violated. Any other exception is a violation too.</exception>
    void Feed(byte[] input);
}
