using System.IO.Compression;
using System.Security.Cryptography;

namespace EcrPtcLambda.Fuzz;

/// <summary>The inputs of one target, in one zip file.</summary>
/// <param name="path">The path of the zip file.</param>
public sealed class FuzzCorpus(string path)
{
    // The oldest time that a zip file can hold, so that the same inputs give the same bytes.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Returns the inputs in the order of their names.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var zip = ZipFile.OpenRead(path);
        return [.. zip.Entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => (entry.Name, Content(entry)))];
    }

    /// <summary>Adds inputs that the corpus does not have.</summary>
    /// <param name="prefix">The beginning of the names of what is added, before a part of its hash.</param>
    /// <param name="contents">The inputs.</param>
    public void Add(string prefix, IEnumerable<byte[]> contents)
    {
        var all = Read().ToDictionary(input => input.Name, input => input.Content);
        var known = all.Values.Select(Hash).ToHashSet();
        foreach (var content in contents.Where(content => known.Add(Hash(content))))
        {
            all[prefix + Hash(content)[..12]] = content;
        }

        Write(all);
    }

    private void Write(Dictionary<string, byte[]> inputs)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, content) in inputs.OrderBy(input => input.Key, StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
            entry.LastWriteTime = EntryTime;
            using var stream = entry.Open();
            stream.Write(content);
        }
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
