using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Sources.Connections;

/// <summary>Encrypts credentials with AES-256-GCM. The key stands in a file that only the server's user may read, never in the database.</summary>
public sealed class SecretBox(IOptions<DataOptions> options)
{
    private const byte Version = 1;
    private const int NonceLength = 12, TagLength = 16, KeyLength = 32;
    private readonly Lazy<byte[]> _key = new(() => ReadOrMake(Path.Combine(options.Value.Root, "keys", "sources.key")));

    /// <param name="owner">What the secret belongs to: it can only be opened for the same.</param>
    public byte[] Close(string secret, string owner)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[1 + NonceLength + TagLength + plain.Length];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key.Value, TagLength);
        cipher.Encrypt(nonce, plain, box.AsSpan(1 + NonceLength + TagLength), box.AsSpan(1 + NonceLength, TagLength), Encoding.UTF8.GetBytes(owner));
        return box;
    }

    /// <exception cref="CryptographicException">Another key, another owner, or changed bytes.</exception>
    public string Open(byte[] box, string owner)
    {
        if (box.Length < 1 + NonceLength + TagLength || box[0] != Version)
            throw new CryptographicException("This is no encrypted secret of this version.");
        var plain = new byte[box.Length - 1 - NonceLength - TagLength];
        using var cipher = new AesGcm(_key.Value, TagLength);
        cipher.Decrypt(
            box.AsSpan(1, NonceLength), box.AsSpan(1 + NonceLength + TagLength), box.AsSpan(1 + NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(owner));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Several processes may start at once on one folder: the first to make the file wins, the others read it.</summary>
    private static byte[] ReadOrMake(string path)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, owner | UnixFileMode.UserExecute);
        if (!File.Exists(path))
        {
            var fresh = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
            using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = owner }))
                file.Write(RandomNumberGenerator.GetBytes(KeyLength));
            try
            {
                File.Move(fresh, path, overwrite: false);
            }
            catch (IOException)
            {
                File.Delete(fresh);
            }
        }
        return File.ReadAllBytes(path) is { Length: KeyLength } key ? key
            : throw new CryptographicException($"The key file {path} is damaged. Restore it from a backup; without it stored credentials cannot be read.");
    }
}
