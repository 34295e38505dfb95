using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Assistant.Skills.Access;

/// <summary>
/// The secret of a session or an API key: its kind, its organization's id, and 32 random bytes. Carrying the organization lets it be looked
/// up inside that organization's own rows; a forged id only finds nothing. At rest there is only the SHA-256: random as it is, no
/// slow hash is needed.
/// </summary>
internal sealed record AccessToken(string Kind, Guid OrganizationId, string Text)
{
    public const string Session = "ses";
    public const string ApiKey = "key";

    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    public static AccessToken New(string kind, Guid organizationId) => new(
        kind, organizationId,
        $"{kind}_{Base64Url.EncodeToString([.. organizationId.ToByteArray(), .. RandomNumberGenerator.GetBytes(32)])}");

    /// <summary>Null for anything that is no token of ours.</summary>
    public static AccessToken? Parse(string text)
    {
        if (text.Length > 100 || text.Split('_', 2) is not [Session or ApiKey, var body])
            return null;
        Span<byte> bytes = stackalloc byte[48];
        return Base64Url.IsValid(body, out var length) && length == bytes.Length
            && Base64Url.TryDecodeFromChars(body, bytes, out _)
            ? new(text[..3], new Guid(bytes[..16]), text)
            : null;
    }
}
