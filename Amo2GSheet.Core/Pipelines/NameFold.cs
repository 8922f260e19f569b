using System.Text;

namespace Amo2GSheet.Core.Pipelines;

/// <summary>
/// Makes names that people type differently equal: case, spaces, Ё, and Latin letters that look Cyrillic.
/// <c>заказ отпрAвлен</c> (with a Latin A) folds to the same text as <c>ЗАКАЗ  ОТПРАВЛЕН</c>.
/// </summary>
public static class NameFold
{
    private const string Lookalikes = "ABCEHKMOPTXЁ";
    private const string Cyrillic = "АВСЕНКМОРТХЕ";

    /// <summary>The text under which equal names meet. It is for comparing, never for showing.</summary>
    /// <param name="name">A name of a stage, a pipeline, a field, a column or a status.</param>
    public static string Of(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsWhiteSpace(character))
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                    folded.Append(' ');
                continue;
            }

            var upper = char.ToUpperInvariant(character);
            var lookalike = Lookalikes.IndexOf(upper, StringComparison.Ordinal);
            folded.Append(lookalike < 0 ? upper : Cyrillic[lookalike]);
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>Whether two names are the same to a person.</summary>
    public static bool Same(string left, string right) => Of(left) == Of(right);
}
