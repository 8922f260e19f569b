using System.Text;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Tests.Sync;

/// <summary>Names that look the same are the same, and no others.</summary>
public sealed class NameFoldTests
{
    // Written as escapes because these characters are invisible on their own.
    private const string Breve = "\u0306";
    private const string Diaeresis = "\u0308";

    private static readonly string[] Names =
    [
        "ЗАКАЗ БЕЗ НУМЕРАЦИИ", "ЗАКАЗ ОТПРАВЛЕН", "У курера", "Успешно", "Отказ", "В процессе", "Заказ №", "Статус", "Код сотрудника",
        "Приёмщик", "Новый район", "Йўлда, ҳисоб-китоб қилинди", "Ғишт кўприк", "Sotuv 1", "Yangi buyurtma", "O'zbekiston", "Qo'ng'iroq qilish kerak", "Naryn",
    ];

    [Theory]
    [InlineData("зaкaз oтпpaвлeн", "Заказ отправлен")]
    [InlineData("rородская заnись", "Городская запись")]
    [InlineData("y кypepa", "У курера")]
    [InlineData("Y КУРЕРА", "у курера")]
    [InlineData("\uFEFFID", "ID")]
    [InlineData("Ста\u200Bтус\u00AD", "Статус")]
    [InlineData("Новыи" + Breve, "Новый")]
    [InlineData("Прие" + Diaeresis + "мщик", "Приемщик")]
    [InlineData("Прe" + Diaeresis + "мщик", "Прёмщик")]
    [InlineData("У" + Breve + "збек", "Ўзбек")]
    [InlineData("O‘zbek", "O'zbek")]
    [InlineData("Oʻzbek", "Oʼzbek")]
    [InlineData("Ｓｔａｔｕｓ　１", "status 1")]
    [InlineData("Заказ No", "Заказ №")]
    [InlineData("Ҳисоб–китоб", "ҳисоб-китоб")]
    [InlineData("Заказ\u00A0\u2009№", "заказ №")]
    [InlineData("Cafe\u0301", "CAFÉ")]
    [InlineData("Ѕotuv І", "Sotuv I")]
    public void A_name_that_looks_the_same_is_the_same(string left, string right) => Assert.True(NameFold.Same(left, right), $"{NameFold.Of(left)} / {NameFold.Of(right)}");

    [Theory]
    [InlineData("Новый", "Новыи")]
    [InlineData("Ўзбек", "Узбек")]
    [InlineData("Қарши", "Карши")]
    [InlineData("Отдел З", "Отдел 3")]
    [InlineData("Отдел б", "Отдел 6")]
    [InlineData("Cafe", "Café")]
    [InlineData("Sotuv", "Сотув")]
    [InlineData("Весь", "Весв")]
    [InlineData("O'zbek", "Ozbek")]
    public void A_name_that_looks_different_is_another(string left, string right) => Assert.False(NameFold.Same(left, right));

    [Fact]
    public void Ten_thousand_disguises_of_names_fold_to_the_name()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 10_000; round++)
        {
            var name = Names[random.Next(Names.Length)];
            var disguised = Disguise(name, random);

            Assert.True(NameFold.Same(name, disguised), $"{name} / {disguised} ({string.Join(' ', disguised.Select(letter => $"{(int)letter:X4}"))})");
        }
    }

    [Fact]
    public void Two_different_names_stay_different_in_any_disguise()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 10_000; round++)
        {
            var (one, other) = (random.Next(Names.Length), random.Next(Names.Length - 1));
            other += other >= one ? 1 : 0;

            Assert.False(NameFold.Same(Disguise(Names[one], random), Disguise(Names[other], random)));
        }
    }

    /// <summary>Types a name as people, keyboards and programs do.</summary>
    private static string Disguise(string name, Random random)
    {
        string[] twins = ["AА", "BВ", "CС", "EЕ", "HН", "KК", "MМ", "OО", "PР", "TТ", "XХ", "YУ", "aа", "cс", "eе", "oо", "pр", "xх", "yу", "rг", "nп", "ЁЕ", "ёе", "'‘’ʻʼ`´", "-‐–—"];
        string[] invisible = ["\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00AD", "\u200E", "\uFE0F"];
        var disguised = new StringBuilder(Some(invisible)).Append(Some([" ", "\t", "\u00A0"]));
        foreach (var character in name)
        {
            var letter = random.Next(3) == 0 ? char.ToLowerInvariant(character) : random.Next(3) == 0 ? char.ToUpperInvariant(character) : character;
            if (Array.Find(twins, set => set.Contains(letter, StringComparison.Ordinal)) is { } set && random.Next(2) == 0)
                letter = set[random.Next(set.Length)];
            disguised.Append(letter switch
            {
                ' ' => Some([" ", "  ", "\u00A0", "\u2003", "\n", "\u3000"]) is { Length: > 0 } blank ? blank : " ",
                'й' or 'Й' when random.Next(2) == 0 => (letter is 'й' ? "и" : "И") + Breve,
                'ў' or 'Ў' when random.Next(2) == 0 => (letter is 'ў' ? "у" : "У") + Breve,
                'ё' or 'Ё' when random.Next(2) == 0 => (letter is 'ё' ? "е" : "Е") + Diaeresis,
                > '!' and < '~' when random.Next(6) == 0 => $"{(char)(letter + '\uFEE0')}",
                _ => $"{letter}",
            }).Append(Some(invisible));
        }

        return disguised.Append(Some([" ", "\u200B", "\u2002"])).ToString();

        string Some(string[] choices) => random.Next(4) == 0 ? choices[random.Next(choices.Length)] : "";
    }
}
