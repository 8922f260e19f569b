using System.Globalization;
using System.Security.Cryptography;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>
/// Passwords as they stand in the settings: <c>pbkdf2-sha512:&lt;rounds&gt;:&lt;salt&gt;:&lt;hash&gt;</c>, salt and hash in base64. The parameters are part
/// of the text, so that hashes made with fewer rounds stay good when the number is raised.
/// </summary>
/// <seealso href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#pbkdf2"/>
internal static class PasswordHash
{
    /// <summary>The shortest password that a hash is made of.</summary>
    public const int ShortestPassword = 8;

    /// <summary>The longest password; longer ones would only cost time.</summary>
    public const int LongestPassword = 200;

    private const string Scheme = "pbkdf2-sha512";
    private const int Rounds = 210_000;
    private const int MostRounds = 5_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Hashes a password.</summary>
    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Text(Rounds, salt, Derive(password, salt, Rounds, HashBytes));
    }

    /// <summary>
    /// A hash that is no password's, with as many rounds as the slowest of <paramref name="hashes"/>: a name that does not exist, looked up in it, costs the
    /// time of a wrong password.
    /// </summary>
    public static string OfNobody(IEnumerable<string> hashes)
    {
        var rounds = hashes.Select(hash => Read(hash)?.Rounds ?? 0).DefaultIfEmpty(0).Max();
        return Text(rounds > 0 ? rounds : Rounds, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(HashBytes));
    }

    /// <summary>Whether a text is such a hash.</summary>
    public static bool IsHash(string? text) => Read(text) is not null;

    /// <summary>Whether a password is the right one.</summary>
    public static bool Matches(string hash, string password)
    {
        var (rounds, salt, expected) = Read(hash) ?? throw new ArgumentException("That is no hash.", nameof(hash));
        return CryptographicOperations.FixedTimeEquals(Derive(password, salt, rounds, expected.Length), expected);
    }

    private static string Text(int rounds, byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}:{rounds}:{Convert.ToBase64String(salt)}:{Convert.ToBase64String(hash)}");

    private static byte[] Derive(string password, byte[] salt, int rounds, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, length);

    private static (int Rounds, byte[] Salt, byte[] Hash)? Read(string? text)
    {
        if (text?.Trim().Split(':') is not [Scheme, var rounds, var salt, var hash]
            || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1_000 or > MostRounds)
            return null;

        var (saltBytes, hashBytes) = (new byte[64], new byte[64]);
        return Convert.TryFromBase64String(salt, saltBytes, out var saltLength) && saltLength >= 8
            && Convert.TryFromBase64String(hash, hashBytes, out var hashLength) && hashLength >= 16
                ? (number, saltBytes[..saltLength], hashBytes[..hashLength])
                : null;
    }
}
