namespace Amazon.Lambda.Core;

/// <summary>
/// Names the serializer of a class-library function. An executable with its own bootstrap hands its serializer to
/// <c>LambdaBootstrapBuilder</c> instead; there the attribute says nothing.
/// </summary>
/// <param name="serializerType">A type that implements <see cref="ILambdaSerializer"/>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Assembly, AllowMultiple = false)]
public sealed class LambdaSerializerAttribute(Type serializerType) : Attribute
{
    /// <summary>A type that implements <see cref="ILambdaSerializer"/>.</summary>
    public Type SerializerType { get; set; } = serializerType;
}
