using System.Text;
using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Packages.Tests.Lambda;

public sealed class SerializerTests
{
    private readonly SourceGeneratorLambdaJsonSerializer<TestJson> _serializer = new();

    [Fact]
    public void Property_names_are_written_as_they_are() =>
        Written(new Receipt("tea", 2)).ShouldBe("""{"Name":"tea","Total":2}""");

    [Fact]
    public void Property_names_are_read_in_any_case() =>
        Read<Order>("""{"name":"tea","COUNT":2}""").ShouldBe(new Order("tea", 2));

    [Fact]
    public void Properties_with_a_name_of_their_own_in_AWS_events_have_it() =>
        Read<Order>("""{"x-amz-id-2":"abc"}""").XAmzId2.ShouldBe("abc");

    [Fact]
    public void Nulls_are_not_written() =>
        Written(new Receipt(null, 2)).ShouldBe("""{"Total":2}""");

    [Fact]
    public void Only_what_JSON_demands_is_escaped() =>
        Written(new Receipt("<ü'\">", 2)).ShouldBe("""{"Name":"<ü'\">","Total":2}""");

    [Fact]
    public void Unknown_properties_are_passed_over() =>
        Read<Order>("""{"Name":"tea","Colour":{"r":1},"Count":2}""").ShouldBe(new Order("tea", 2));

    [Theory]
    [InlineData("\"2026-08-24T12:00:00Z\"")]
    [InlineData("1787572800")]
    [InlineData("1787572800000")]
    public void Dates_are_read_as_text_or_as_seconds_or_milliseconds_since_the_epoch(string date) =>
        Read<Order>($$"""{"At":{{date}}}""").At.ShouldBe(new DateTime(2026, 8, 24, 12, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void Bytes_are_an_array_of_numbers_and_streams_are_base_64()
    {
        using var encoded = new MemoryStream([1, 2, 255]);

        var json = Written(new Bytes([1, 2, 255], encoded));
        var read = Read<Bytes>(json);

        json.ShouldBe("""{"Raw":[1,2,255],"Encoded":"AQL/"}""");
        read.Raw.ShouldBe([1, 2, 255]);
        read.Encoded!.ToArray().ShouldBe([1, 2, 255]);
    }

    [Fact]
    public void Bytes_are_also_read_from_base_64() =>
        Read<Bytes>("""{"Raw":"AQL/"}""").Raw.ShouldBe([1, 2, 255]);

    [Fact]
    public void The_options_can_be_changed()
    {
        var serializer = new SourceGeneratorLambdaJsonSerializer<TestJson>((JsonSerializerOptions options) =>
            options.PropertyNamingPolicy = new AwsNamingPolicy(JsonNamingPolicy.CamelCase));
        using var output = new MemoryStream();

        serializer.Serialize(new Receipt("tea", 2), output);

        Encoding.UTF8.GetString(output.ToArray()).ShouldBe("""{"name":"tea","total":2}""");
    }

    [Fact]
    public void The_output_stream_stays_open()
    {
        using var output = new MemoryStream();

        _serializer.Serialize(new Receipt("tea", 2), output);

        output.CanWrite.ShouldBeTrue();
    }

    [Fact]
    public void Any_stream_is_read()
    {
        using var memory = new MemoryStream("""{"Name":"tea"}"""u8.ToArray());
        using var buffered = new BufferedStream(memory);

        _serializer.Deserialize<Order>(buffered).Name.ShouldBe("tea");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<xml/>")]
    [InlineData("""{"Count":"many"}""")]
    public void What_cannot_be_read_throws_with_the_type_and_the_cause(string payload)
    {
        var thrown = Should.Throw<JsonSerializerException>(() => Read<Order>(payload));

        thrown.Message.ShouldContain(typeof(Order).FullName!);
        thrown.InnerException.ShouldBeAssignableTo<JsonException>();
    }

    [Fact]
    public void A_type_that_the_context_lacks_cannot_be_read()
    {
        var thrown = Should.Throw<JsonSerializerException>(() => Read<Version>("""{}"""));

        thrown.InnerException.ShouldBeOfType<JsonSerializerException>().Message.ShouldContain(typeof(Version).FullName!);
    }

    [Fact]
    public void A_type_that_the_context_lacks_cannot_be_written()
    {
        var thrown = Should.Throw<JsonSerializerException>(() => Written(new Version(1, 0)));

        thrown.InnerException.ShouldBeOfType<JsonSerializerException>().Message.ShouldContain(typeof(Version).FullName!);
    }

    private T Read<T>(string json)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return _serializer.Deserialize<T>(input);
    }

    private string Written<T>(T value)
    {
        using var output = new MemoryStream();
        _serializer.Serialize(value, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
