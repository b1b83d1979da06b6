namespace EcrPtcLambda.Fuzz;

/// <summary>What must hold for every input didn't.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message)
{
    /// <exception cref="BrokenPromiseException">It doesn't hold.</exception>
    public static void Unless(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(otherwise);
        }
    }
}
