using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>
/// A serializer that knows the types of a source-generated context and no others; fit for Native AOT. The context is made
/// anew over this serializer's options, so options on the context's attributes don't count.
/// </summary>
/// <typeparam name="TSGContext">The context; the source generator gives it a constructor that takes options.</typeparam>
public class SourceGeneratorLambdaJsonSerializer<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSGContext>
    : AbstractLambdaJsonSerializer, ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    private readonly TSGContext _context;

    /// <summary>A serializer with the default options.</summary>
    public SourceGeneratorLambdaJsonSerializer()
        : this(null, null)
    {
    }

    /// <summary>A serializer with changed options.</summary>
    /// <param name="customizer">Changes the default options.</param>
    public SourceGeneratorLambdaJsonSerializer(Action<JsonSerializerOptions>? customizer)
        : this(customizer, null)
    {
    }

    /// <summary>A serializer with the default options.</summary>
    /// <param name="jsonWriterCustomizer">Receives the writer's options by value, so it can't change them.</param>
    public SourceGeneratorLambdaJsonSerializer(Action<JsonWriterOptions>? jsonWriterCustomizer)
        : this(null, jsonWriterCustomizer)
    {
    }

    /// <summary>A serializer with changed options.</summary>
    /// <param name="customizer">Changes the default options.</param>
    /// <param name="jsonWriterCustomizer">Receives the writer's options by value, so it can't change them.</param>
    public SourceGeneratorLambdaJsonSerializer(
        Action<JsonSerializerOptions>? customizer,
        Action<JsonWriterOptions>? jsonWriterCustomizer)
        : base(jsonWriterCustomizer)
    {
        SerializerOptions = CreateDefaultJsonSerializationOptions();
        customizer?.Invoke(SerializerOptions);

        // The one way from a type parameter to a context over these options; the annotation keeps the constructor.
        _context = typeof(TSGContext).GetConstructor([typeof(JsonSerializerOptions)])?.Invoke([SerializerOptions]) as TSGContext
            ?? throw new InvalidOperationException(
                $"{typeof(TSGContext).FullName} has no public constructor that takes JsonSerializerOptions; is it a partial class with JsonSerializable attributes?");
    }

    /// <summary>The options that the context was made over.</summary>
    protected JsonSerializerOptions SerializerOptions { get; }

    /// <inheritdoc/>
    protected override void InternalSerialize<T>(Utf8JsonWriter writer, T response) =>
        JsonSerializer.Serialize(writer, response, TypeInfo<T>());

    /// <inheritdoc/>
    protected override T InternalDeserialize<T>(byte[] utf8Json) => JsonSerializer.Deserialize(utf8Json, TypeInfo<T>())!;

    private JsonTypeInfo<T> TypeInfo<T>() => _context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new JsonSerializerException(
            $"No JsonTypeInfo registered in {typeof(TSGContext).FullName} for type {typeof(T).FullName}.");
}
