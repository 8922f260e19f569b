using System.Globalization;

namespace Amo2GSheet.Core.Leads;

/// <summary>The id of a lead in amoCRM; always positive. In the sheet it stands in the <c>ID</c> column, as a number or as text.</summary>
/// <param name="Value">The number that amoCRM gave the lead.</param>
public readonly record struct LeadId(long Value) : IComparable<LeadId>
{
    /// <summary>Reads an id out of a cell's text or a webhook's value: digits only, spaces around allowed.</summary>
    /// <param name="text">What stands in the cell or in the form.</param>
    /// <param name="id">The id, when there is one.</param>
    /// <returns>False for anything that is not a positive whole number.</returns>
    public static bool TryParse(string? text, out LeadId id)
    {
        var read = long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            && value > 0;
        id = new LeadId(read ? value : 0);
        return read;
    }

    /// <summary>
    /// Reads an id out of a cell as people and other programs leave it there: <c>40100031.0</c>, <c>40100031,0</c>, and with blanks of any kind
    /// between the digits, <c>40 100 031</c>.
    /// </summary>
    /// <param name="text">The cell's text.</param>
    /// <param name="id">The id, when there is one.</param>
    /// <returns>False for anything else.</returns>
    public static bool TryParseCell(string text, out LeadId id)
    {
        if (TryParse(text, out id))
            return true;
        var digits = string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
        var fraction = digits.AsSpan().IndexOfAny('.', ',');
        if (fraction > 0 && digits.Length > fraction + 1 && digits.AsSpan(fraction + 1).Trim('0').IsEmpty)
            digits = digits[..fraction];
        return digits.All(char.IsAsciiDigit) && TryParse(digits, out id);
    }

    /// <inheritdoc />
    public int CompareTo(LeadId other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Ids are ordered as numbers.</summary>
    public static bool operator <(LeadId left, LeadId right) => left.Value < right.Value;

    /// <summary>Ids are ordered as numbers.</summary>
    public static bool operator >(LeadId left, LeadId right) => left.Value > right.Value;

    /// <summary>Ids are ordered as numbers.</summary>
    public static bool operator <=(LeadId left, LeadId right) => left.Value <= right.Value;

    /// <summary>Ids are ordered as numbers.</summary>
    public static bool operator >=(LeadId left, LeadId right) => left.Value >= right.Value;
}
