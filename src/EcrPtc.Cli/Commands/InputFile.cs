using System.Text;
using EcrPtc.Cli.Console;

namespace EcrPtc.Cli.Commands;

/// <summary>Reads a file or the standard input.</summary>
internal static class InputFile
{
    /// <summary>The argument for the standard input.</summary>
    public const string StandardInput = "-";

    // CloudFormation accepts templates of up to 1 MB, and Lambda accepts events of up to 6 MB.
    private const int MostBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Reads a file as text.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="IOException">It can't be read, or is larger than 8 MB.</exception>
    public static async Task<string> ReadAsync(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        if (path != StandardInput && !File.Exists(path))
        {
            throw new UsageException(Directory.Exists(path) ? $"{path} is a folder and no file." : $"{(path.Length == 0 ? "\"\"" : path)}: there is no such file.");
        }

        // Opening a pipe waits for its other end, and that wait can't be cancelled.
        var reading = Task.Run(() => ReadToEndAsync(path, cancellationToken), cancellationToken);
        if (path == StandardInput || new FileInfo(path).Length == 0)
        {
            await Task.WhenAny(reading, Task.Delay(Patience, TimeProvider.System, cancellationToken));
            if (!reading.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                terminal.Error(path == StandardInput ? "Waiting for the standard input; Ctrl+D ends it." : $"Waiting for a writer of {path}.");
            }
        }

        return await reading.WaitAsync(cancellationToken);
    }

    private static async Task<string> ReadToEndAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = path == StandardInput ? System.Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (var count = await file.ReadAsync(buffer, cancellationToken); count > 0; count = await file.ReadAsync(buffer, cancellationToken))
        {
            await content.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            if (content.Length > MostBytes)
            {
                throw new IOException($"{path}: the file is larger than 8 MB, more than any template or event.");
            }
        }

        content.Position = 0;
        using var reader = new StreamReader(content, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
