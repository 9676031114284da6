using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Utilities;

/// <summary>Ciphers, signatures, tokens, passwords and chance.</summary>
public interface ISecretFunctions
{
    /// <summary>Encrypts with AES of 128 bits in CFB mode, behind 16 bytes of chance that the result begins with. What is encrypted is filled up with spaces to a multiple of 4 bytes.</summary>
    /// <param name="input">What to encrypt.</param>
    /// <param name="key">The key, 16 bytes.</param>
    [ServerFunction("aes128_encrypt", Failure = "error encrypting value: ", Bytes = BytesInJavaScript.Base64)]
    ValueTask<byte[]> Aes128Encrypt(
        [Expects("expects string")] ReadOnlyMemory<byte> input,
        [Expects("expects key 16 bytes long"), Between(16, 16)] ReadOnlyMemory<byte> key);

    /// <summary>Decrypts what AES of 128 bits encrypted. The spaces at its end are left.</summary>
    /// <param name="input">What was encrypted.</param>
    /// <param name="key">The key, 16 bytes.</param>
    [ServerFunction("aes128_decrypt", Failure = "error decrypting value: ", Bytes = BytesInJavaScript.Text)]
    byte[] Aes128Decrypt(
        [Expects("expects string"), InJavaScript(IsBase64 = true)] ReadOnlySpan<byte> input,
        [Expects("expects key 16 bytes long"), Between(16, 16)] ReadOnlySpan<byte> key);

    /// <summary>Encrypts with AES of 256 bits in CFB mode, behind 16 bytes of chance that the result begins with. What is encrypted is filled up with spaces to a multiple of 4 bytes.</summary>
    /// <param name="input">What to encrypt.</param>
    /// <param name="key">The key, 32 bytes.</param>
    [ServerFunction("aes256_encrypt", Failure = "error encrypting value: ", Bytes = BytesInJavaScript.Base64)]
    ValueTask<byte[]> Aes256Encrypt(
        [Expects("expects string")] ReadOnlyMemory<byte> input,
        [Expects("expects key 32 bytes long"), Between(32, 32)] ReadOnlyMemory<byte> key);

    /// <summary>Decrypts what AES of 256 bits encrypted. The spaces at its end are left.</summary>
    /// <param name="input">What was encrypted.</param>
    /// <param name="key">The key, 32 bytes.</param>
    [ServerFunction("aes256_decrypt", Failure = "error decrypting value: ", Bytes = BytesInJavaScript.Text)]
    byte[] Aes256Decrypt(
        [Expects("expects string"), InJavaScript(IsBase64 = true)] ReadOnlySpan<byte> input,
        [Expects("expects key 32 bytes long"), Between(32, 32)] ReadOnlySpan<byte> key);

    /// <summary>Signs with RSA (PKCS #1 version 1.5) over SHA-256. The signature's bytes are as many as the key's.</summary>
    /// <param name="input">What to sign.</param>
    /// <param name="key">The private key in PEM, up to 4,096 bits.</param>
    [ServerFunction("rsa_sha256_hash", Bytes = BytesInJavaScript.Text, Failure = "error signing input: ", Cost = 200_000)]
    byte[] RsaSha256Hash([Expects("expects input string")] ReadOnlySpan<byte> input, [Expects("expects key string")] string key);

    /// <summary>Writes and signs a JSON web token.</summary>
    /// <param name="signingMethod"><c>HS256</c>, or <c>RS256</c>.</param>
    /// <param name="signingKey">The secret; with RS256 the private key in PEM, up to 4,096 bits.</param>
    /// <param name="claims">What the token says.</param>
    [ServerFunction("jwt_generate", Failure = "error signing token: ", Cost = 200_000)]
    string JwtGenerate(
        [Expects("expects signing method string")] string signingMethod,
        [Expects("expects signing key string")] string signingKey,
        [Expects("expects claims to be a table")] JsonText claims);

    /// <summary>Hashes a password with bcrypt at cost 13, about half a second of a core. Few are hashed at a time, others wait.</summary>
    /// <param name="input">The password, at most 72 bytes.</param>
    [ServerFunction("bcrypt_hash", Failure = "error hashing value: ")]
    ValueTask<string> BcryptHash([Expects("expects input string")] string input);

    /// <summary>Whether a password is the one that was hashed, whatever the hash's cost up to 15. Few are compared at a time, others wait.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="plaintext">The password.</param>
    [ServerFunction("bcrypt_compare", Failure = "error comparing hash: ")]
    ValueTask<bool> BcryptCompare([Expects("expects hash string")] string hash, [Expects("expects plaintext string")] string plaintext);

    /// <summary>Bytes that nobody can guess.</summary>
    /// <param name="count">How many, 1 to 1,000.</param>
    [ServerFunction("secure_random_bytes")]
    ValueTask<byte[]> SecureRandomBytes([Expects("expects count to be 1-1000"), Between(1, 1000)] int count);
}
