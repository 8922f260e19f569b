using System.Globalization;
using System.Text;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>Reads <c>$filter</c>: comparisons of a property with a constant, <c>and</c>, <c>or</c>, <c>not</c> and parentheses.</summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities"/>
internal ref struct FilterParser
{
    // Deeper is a mistake or an attack; each level takes stack.
    private const int DeepestNesting = 100;

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private FilterParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads a filter; an empty one is none.</summary>
    /// <exception cref="TableServiceException">The text is no filter.</exception>
    public static Filter Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Filter.None;

        var parser = new FilterParser(text);
        var filter = parser.Or();
        parser.Skip();
        return parser._at == text.Length ? filter : throw Wrong();
    }

    private Filter Or()
    {
        if (++_depth > DeepestNesting)
            throw Wrong();
        var left = And();
        while (TakeWord("or"))
            left = new OrFilter(left, And());
        _depth--;
        return left;
    }

    private Filter And()
    {
        var left = Not();
        while (TakeWord("and"))
            left = new AndFilter(left, Not());
        return left;
    }

    private Filter Not()
    {
        var negated = false;
        while (TakeWord("not"))
            negated = !negated;
        var filter = Primary();
        return negated ? new NotFilter(filter) : filter;
    }

    private Filter Primary()
    {
        Skip();
        if (Take('('))
        {
            var inner = Or();
            Skip();
            return Take(')') ? inner : throw Wrong();
        }

        var (leftName, leftValue) = Operand();
        if (Operator() is not { } comparison)
        {
            // A property alone is a condition, and so is a constant.
            return leftName is not null ? new CompareFilter(leftName, FilterOperator.Equal, true)
                : leftValue is bool constant ? (constant ? Filter.None : new NotFilter(Filter.None))
                : throw Wrong();
        }

        var (rightName, rightValue) = Operand();
        if (leftName is not null && rightValue is not null)
            return new CompareFilter(leftName, comparison, rightValue);
        if (rightName is not null && leftValue is not null)
            return new CompareFilter(rightName, Turned(comparison), leftValue);
        throw Wrong();
    }

    private static FilterOperator Turned(FilterOperator comparison) => comparison switch
    {
        FilterOperator.Greater => FilterOperator.Less,
        FilterOperator.GreaterOrEqual => FilterOperator.LessOrEqual,
        FilterOperator.Less => FilterOperator.Greater,
        FilterOperator.LessOrEqual => FilterOperator.GreaterOrEqual,
        _ => comparison,
    };

    private FilterOperator? Operator()
    {
        Skip();
        var start = _at;
        FilterOperator? found = Word() switch
        {
            "eq" => FilterOperator.Equal,
            "ne" => FilterOperator.NotEqual,
            "gt" => FilterOperator.Greater,
            "ge" => FilterOperator.GreaterOrEqual,
            "lt" => FilterOperator.Less,
            "le" => FilterOperator.LessOrEqual,
            _ => null,
        };
        if (found is null)
            _at = start;
        return found;
    }

    private (string? Name, object? Value) Operand()
    {
        Skip();
        if (_at == _text.Length)
            throw Wrong();
        if (_text[_at] == '\'')
            return (null, Quoted());
        if (char.IsAsciiDigit(_text[_at]) || _text[_at] is '-' or '+' or '.')
            return (null, Number());

        var word = Word();
        if (word.IsEmpty)
            throw Wrong();
        if (_at < _text.Length && _text[_at] == '\'')
            return (null, Typed(word, Quoted()));
        return word switch
        {
            "true" => (null, true),
            "false" => (null, false),
            "NaN" => (null, double.NaN),
            "Infinity" or "INF" => (null, double.PositiveInfinity),
            _ => (word.ToString(), null),
        };
    }

    private static object Typed(ReadOnlySpan<char> type, string text)
    {
        try
        {
            return type switch
            {
                "datetime" => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
                "guid" => Guid.Parse(text),
                "X" or "binary" => Convert.FromHexString(text),
                _ => throw Wrong(),
            };
        }
        catch (FormatException)
        {
            throw Wrong();
        }
    }

    private object Number()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '+' or '.'))
            _at++;
        var text = _text[start.._at];
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        if (text[^1] is 'L' or 'l')
            return long.TryParse(text[..^1], Whole, CultureInfo.InvariantCulture, out var declared) ? declared : throw Wrong();
        if (int.TryParse(text, Whole, CultureInfo.InvariantCulture, out var small))
            return small;
        if (long.TryParse(text, Whole, CultureInfo.InvariantCulture, out var large))
            return large;
        if (text is "-Infinity" or "-INF")
            return double.NegativeInfinity;
        if (text[^1] is 'D' or 'd')
            text = text[..^1];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong();
    }

    private string Quoted()
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] != '\'')
                text.Append(_text[_at]);
            else if (_at + 1 < _text.Length && _text[_at + 1] == '\'')
                text.Append(_text[_at++]);
            else
            {
                _at++;
                return text.ToString();
            }
        }

        throw Wrong();
    }

    private ReadOnlySpan<char> Word()
    {
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('(' or ')' or '\'' or ','))
            _at++;
        return _text[start.._at];
    }

    private bool TakeWord(string word)
    {
        Skip();
        var start = _at;
        if (Word().SequenceEqual(word))
            return true;
        _at = start;
        return false;
    }

    private bool Take(char letter)
    {
        if (_at == _text.Length || _text[_at] != letter)
            return false;
        _at++;
        return true;
    }

    private void Skip()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private static TableServiceException Wrong() => TableServiceException.InvalidInput("The query condition specified in the request is invalid.");
}
