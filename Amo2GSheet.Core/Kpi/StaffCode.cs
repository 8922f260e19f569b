using System.Globalization;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Kpi;

/// <summary>A staff member's code: a whole number. <c>0134</c> and <c>134</c> are one person, as on the Staff tab.</summary>
/// <param name="Value">The number, positive.</param>
public readonly record struct StaffCode(long Value) : IComparable<StaffCode>
{
    /// <summary>Reads a code as people type it: digits, spaces around allowed.</summary>
    /// <param name="text">The text; null is none.</param>
    /// <param name="code">The code, when there is one.</param>
    /// <returns>False for anything that is no positive whole number.</returns>
    public static bool TryParse(string? text, out StaffCode code)
    {
        var read = long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
        code = new StaffCode(read ? value : 0);
        return read;
    }

    /// <summary>The code in a lead's field <c>Код сотрудника</c>; null when it holds no valid one.</summary>
    public static StaffCode? Of(Lead lead)
    {
        var field = lead.Fields.FirstOrDefault(field => NameFold.Same(field.Name, OrderColumns.StaffCode));
        return field is { Values: [var only] } && TryParse(only, out var code) ? code : null;
    }

    /// <inheritdoc />
    public int CompareTo(StaffCode other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Codes are ordered as numbers.</summary>
    public static bool operator <(StaffCode left, StaffCode right) => left.Value < right.Value;

    /// <summary>Codes are ordered as numbers.</summary>
    public static bool operator >(StaffCode left, StaffCode right) => left.Value > right.Value;

    /// <summary>Codes are ordered as numbers.</summary>
    public static bool operator <=(StaffCode left, StaffCode right) => left.Value <= right.Value;

    /// <summary>Codes are ordered as numbers.</summary>
    public static bool operator >=(StaffCode left, StaffCode right) => left.Value >= right.Value;
}
