namespace Amazon.Lambda.Core;

/// <summary>Turns an invocation's payload into an object and a handler's result into the response payload.</summary>
public interface ILambdaSerializer
{
    /// <summary>Reads the event.</summary>
    /// <typeparam name="T">The handler's input type.</typeparam>
    /// <param name="requestStream">The payload, from its present position.</param>
    /// <returns>The event as an object.</returns>
    T Deserialize<T>(Stream requestStream);

    /// <summary>Writes the handler's result.</summary>
    /// <typeparam name="T">The handler's output type.</typeparam>
    /// <param name="response">The result of the handler.</param>
    /// <param name="responseStream">Takes the payload; stays open.</param>
    void Serialize<T>(T response, Stream responseStream);
}
