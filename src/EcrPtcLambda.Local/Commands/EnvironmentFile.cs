using System.Text;
using System.Text.Json;
using EcrPtcLambda.Emulator;

namespace EcrPtcLambda.Local.Commands;

/// <summary>The environment that makes a process meet an emulated AWS, as <c>sam local invoke --env-vars</c> takes it.</summary>
internal static class EnvironmentFile
{
    private static readonly string[] Shells =
    [
        "AWS_ENDPOINT_URL_ECR", "ECR_PTC_RESPONSE_HOSTS", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API",
    ];

    // SAM's container has a Runtime API of its own.
    private const string RuntimeApi = "AWS_LAMBDA_RUNTIME_API";

    public static bool IsForShells(string name) => Shells.Contains(name);

    public static string For(EmulatedAwsServer server)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("Parameters");
            foreach (var (name, value) in server.Environment.Where(each => IsForShells(each.Key) && each.Key != RuntimeApi))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
