using System.Globalization;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// The whole of this simulator's formula engine: numbers, `+ - * / ( )`. A lookup finds nothing (#N/A), an import is still loading. Anything else
/// after `=` shows #NAME?, and after a leading sign #ERROR!, which is what a name or a phone number typed with a plus comes to.
/// </summary>
internal static class Arithmetic
{
    private const int MaxDepth = 100;

    public static object Evaluate(string formula)
    {
        var reader = new Reader(formula.AsSpan(1));
        if (reader.Sum(0) is { } value && reader.AtEnd)
            return double.IsFinite(value) ? value : CellError.DivideByZero;
        if (formula[1] is '+' or '-')
            return CellError.Parse;
        return formula[1..].Split('(')[0].Trim().ToUpperInvariant() switch
        {
            "#N/A" or "NA" or "VLOOKUP" or "HLOOKUP" or "XLOOKUP" or "MATCH" => CellError.NotAvailable,
            "IMPORTRANGE" or "IMPORTDATA" or "IMPORTXML" or "IMPORTHTML" => CellError.Loading,
            var name => CellError.Find(name) ?? CellError.Name,
        };
    }

    private ref struct Reader(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _left = text;

        public bool AtEnd
        {
            get
            {
                _left = _left.TrimStart();
                return _left.IsEmpty;
            }
        }

        public double? Sum(int depth)
        {
            var value = Product(depth);
            while (value is not null && (Take('+') ? 1 : Take('-') ? -1 : 0) is var sign and not 0)
                value += sign * Product(depth);
            return value;
        }

        private double? Product(int depth)
        {
            var value = Factor(depth);
            while (value is not null)
            {
                if (Take('*'))
                    value *= Factor(depth);
                else if (Take('/'))
                    value /= Factor(depth);
                else
                    break;
            }

            return value;
        }

        private double? Factor(int depth)
        {
            if (depth > MaxDepth)
                return null;
            if (Take('-'))
                return -Factor(depth + 1);
            if (Take('+'))
                return Factor(depth + 1);
            if (Take('('))
            {
                var inner = Sum(depth + 1);
                return Take(')') ? inner : null;
            }

            var length = 0;
            while (length < _left.Length && (char.IsAsciiDigit(_left[length]) || _left[length] == '.'))
                length++;
            var digits = _left[..length];
            _left = _left[digits.Length..];
            return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        private bool Take(char wanted)
        {
            _left = _left.TrimStart();
            if (_left.IsEmpty || _left[0] != wanted)
                return false;
            _left = _left[1..];
            return true;
        }
    }
}
