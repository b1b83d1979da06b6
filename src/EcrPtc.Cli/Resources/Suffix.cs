using System.Security.Cryptography;
using System.Text;

namespace EcrPtc.Cli.Resources;

/// <summary>The random-looking suffix of names that AWS generates, equal for the same resource in every run.</summary>
internal static class Suffix
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static string From(string seed, int length) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).Take(length).Select(value => Alphabet[value % Alphabet.Length]));
}
