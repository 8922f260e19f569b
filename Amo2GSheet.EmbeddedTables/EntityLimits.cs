using System.Globalization;
using System.Text;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>The bounds of the Table service.</summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model"/>
internal static class EntityLimits
{
    /// <summary>Rows of one answer to a query.</summary>
    public const int PageSize = 1000;

    /// <summary>Actions of one transaction.</summary>
    public const int TransactionActions = 100;

    /// <summary>Bytes of the body of a transaction.</summary>
    public const int TransactionBytes = 4 * 1024 * 1024;

    private const int KeyLength = 512;
    private const int PropertyCount = 252;
    private const int NameLength = 255;
    private const int ValueBytes = 64 * 1024;
    private const int EntityBytes = 1024 * 1024;

    private static readonly DateTime FirstDate = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Refuses a key that no entity can have.</summary>
    public static void CheckKey(EntityKey key)
    {
        CheckKey(key.Partition, "PartitionKey");
        CheckKey(key.Row, "RowKey");
    }

    /// <summary>Refuses properties that no entity can have.</summary>
    public static void Check(EntityKey key, EntityProperty[] properties)
    {
        if (properties.Length > PropertyCount)
            throw new TableServiceException(400, "TooManyProperties", "The entity contains more properties than allowed. Each entity can include up to 252 properties to store data. Each entity also has 3 system properties.");

        // How Azure counts an entity: https://learn.microsoft.com/archive/blogs/avkashchauhan/how-the-size-of-an-entity-is-caclulated-in-windows-azure-table-storage
        var bytes = 4 + (2 * (key.Partition.Length + key.Row.Length));
        foreach (var (name, value) in properties)
        {
            if (name.Length > NameLength)
                throw new TableServiceException(400, "PropertyNameTooLong", "The property name exceeds the maximum allowed length (255).");
            if (!IsName(name))
                throw new TableServiceException(400, "PropertyNameInvalid", "The property name is invalid.");

            var size = Size(value);
            if (size > ValueBytes)
                throw new TableServiceException(400, "PropertyValueTooLarge", "The property value exceeds the maximum allowed size (64KB). If the property value is a string, it is UTF-16 encoded and the maximum number of characters should be 32K or less.");
            if (value is DateTime date && date < FirstDate)
                throw TableServiceException.OutOfRange($"The '{name}' parameter is out of range.");
            bytes += 8 + (2 * name.Length) + size + (value is string or byte[]? 4 : 0);
        }

        if (bytes > EntityBytes)
            throw new TableServiceException(400, "EntityTooLarge", "The entity is larger than the maximum allowed size (1MB).");
    }

    /// <summary>Refuses a name that no table can have.</summary>
    public static void CheckTable(string name)
    {
        if (name.Length is < 3 or > 63)
            throw TableServiceException.OutOfRange("The specified resource name length is not within the permissible limits.");
        if (!char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit) || name.Equals("tables", StringComparison.OrdinalIgnoreCase))
            throw new TableServiceException(400, "InvalidResourceName", "The specifed resource name contains invalid characters.");
    }

    private static void CheckKey(string value, string name)
    {
        if (value.Length > KeyLength)
            throw new TableServiceException(400, "KeyValueTooLarge", "The key value is larger than the maximum allowed size (1KB).");
        foreach (var letter in value)
        {
            if (letter is '/' or '\\' or '#' or '?' or <= '\x1F' or (>= '\x7F' and <= '\x9F'))
                throw TableServiceException.OutOfRange($"The '{name}' parameter of value '{Printable(value)}' is out of range.");
        }
    }

    private static int Size(object value) => value switch
    {
        string text => 2 * text.Length,
        byte[] binary => binary.Length,
        bool => 1,
        int => 4,
        Guid => 16,
        _ => 8,
    };

    /// <summary>Whether a name is an identifier of C#, as Azure asks.</summary>
    private static bool IsName(string name)
    {
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_'))
            return false;
        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter) && char.GetUnicodeCategory(letter) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation))
                return false;
        }

        return true;
    }

    private static string Printable(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var letter in value)
            text.Append(char.IsControl(letter) ? ' ' : letter);
        return text.ToString();
    }
}
