namespace EcrPtcLambda.Fuzz;

/// <summary>An invariant is violated.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message)
{
    /// <exception cref="BrokenPromiseException">The invariant is violated.</exception>
    public static void Unless(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(otherwise);
        }
    }
}
