using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace EcrPtc.Cli.Templates;

/// <summary>Divides an address block as Fn::Cidr does.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html"/>
internal static class CidrBlocks
{
    private const int MostBlocks = 256;

    /// <param name="block">The block, such as <c>10.0.0.0/16</c> or <c>2001:db8::/56</c>.</param>
    /// <param name="count">The number of blocks, 1 to 256.</param>
    /// <param name="bits">The number of host bits in each block.</param>
    /// <returns>The blocks, or null if the block is too small or an argument is invalid.</returns>
    public static IReadOnlyList<string>? Of(string block, string count, string bits)
    {
        if (block.Split('/') is not [var address, var length]
            || !IPAddress.TryParse(address, out var first)
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var blocks)
            || !int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var free))
        {
            return null;
        }

        var width = first.AddressFamily is AddressFamily.InterNetworkV6 ? 128 : 32;
        if (prefix > width || free < 1 || free > width - prefix || blocks is < 1 or > MostBlocks || blocks > BigInteger.One << Math.Min(width - prefix - free, 9))
        {
            return null;
        }

        var start = new BigInteger(first.GetAddressBytes(), isUnsigned: true, isBigEndian: true) >> (width - prefix) << (width - prefix);
        return [.. Enumerable.Range(0, blocks).Select(index => string.Create(CultureInfo.InvariantCulture, $"{Address(start + ((BigInteger)index << free), width)}/{width - free}"))];
    }

    private static IPAddress Address(BigInteger number, int width)
    {
        var bytes = new byte[width / 8];
        var written = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        written.CopyTo(bytes, bytes.Length - written.Length);
        return new(bytes);
    }
}
