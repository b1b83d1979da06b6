namespace EcrPtcLambda.Fuzz;

/// <summary>Something that is given whatever bytes there can be, and must keep its promises.</summary>
public interface IFuzzTarget : IDisposable
{
    /// <summary>Gives the target one input.</summary>
    /// <exception cref="BrokenPromiseException">A promise was broken; so it is by any other exception.</exception>
    void Feed(byte[] input);
}
