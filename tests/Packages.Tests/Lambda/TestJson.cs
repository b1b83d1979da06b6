using System.Text.Json.Serialization;

namespace Packages.Tests.Lambda;

internal sealed record Order(string? Name, int Count, DateTime? At = null, string? XAmzId2 = null);

internal sealed record Receipt(string? Name, int Total);

internal sealed record Bytes(byte[]? Raw, MemoryStream? Encoded);

[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(Bytes))]
internal sealed partial class TestJson : JsonSerializerContext;
