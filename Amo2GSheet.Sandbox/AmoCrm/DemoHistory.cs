using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>
/// A month of sales before the demo begins: leads that came, were taken into consultation, thought it over, ordered or did not, and are
/// closed. They give the dashboard something to show; the board and the sheet have nothing to do with them.
/// </summary>
public static class DemoHistory
{
    /// <summary>How many days before today it begins.</summary>
    public const int Days = 31;

    // Below the ids of the demo's own leads, and so many that they never meet.
    private const long FirstLead = 40_000_001;
    private const int Seed = 31;

    private static readonly (string Name, decimal Price)[] Products =
    [
        ("Матрас Ortho 160", 2_450_000), ("Матрас Ortho 180", 3_100_000), ("Подушка Memory", 320_000), ("Одеяло Cotton", 450_000),
    ];

    // The fifth: nobody wrote down who took the call.
    private static readonly string[] Receivers = ["Нодира", "Дилноза", "Камила", "Шахло", ""];

    /// <summary>The account with that month behind it.</summary>
    /// <param name="seed">The account.</param>
    /// <param name="now">The present; the same day gives the same history, but for what is yet to come.</param>
    public static AmoSeed AddTo(AmoSeed seed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(seed);
        var writer = new Writer(TimeZoneInfo.ConvertTime(now, seed.Account.TimeZone));
        writer.Write();
        return seed with { Entities = [.. writer.Leads, .. seed.Entities], Past = [.. writer.Moves, .. seed.Past] };
    }

    [SuppressMessage("Security", "CA5394", Justification = "The same numbers in every run are the point.")]
    private sealed class Writer(DateTimeOffset now)
    {
        private readonly Random _chance = new(Seed);

        public List<AmoEntity> Leads { get; } = [];

        public List<AmoPastMove> Moves { get; } = [];

        public void Write()
        {
            var midnight = new DateTimeOffset(now.Date, now.Offset);
            for (var day = -Days; day <= 0; day++)
            {
                var date = midnight.AddDays(day);
                for (var left = date.DayOfWeek is DayOfWeek.Sunday ? 4 : _chance.Next(9, 15); left > 0; left--)
                    WriteLead(date.AddMinutes(_chance.Next(9 * 60, 18 * 60)));
            }
        }

        private void WriteLead(DateTimeOffset created)
        {
            var person = DemoSpreadsheet.Staff[Uneven(DemoSpreadsheet.Staff.Count)];
            long[] pipelines = [DemoAccount.Sotuv1, DemoAccount.Sotuv1, DemoAccount.Sotuv2, DemoAccount.Sotuv3];
            var pipeline = pipelines[_chance.Next(pipelines.Length)];
            var product = Products[_chance.Next(Products.Length)];
            var pieces = _chance.Next(1, 4);
            var receiver = Receivers[Uneven(Receivers.Length)];
            var way = Way(created, pipeline);
            // One that came just now would still be open, and stand on the board.
            if (way is [])
                return;

            var id = FirstLead + (Leads.Count * 2);
            var fields = ImmutableDictionary<long, ImmutableArray<FieldValue>>.Empty
                .Add(DemoFields.StaffCode, CustomFieldReading.Text(person.Code))
                .Add(DemoFields.Group, DemoCards.Choice(DemoFields.Group, person.Group))
                .Add(DemoFields.Product1, DemoCards.Choice(DemoFields.Product1, product.Name))
                .Add(DemoFields.Quantity1, CustomFieldReading.Text(pieces.ToString(CultureInfo.InvariantCulture)));
            Leads.Add(DemoCards.Stamped(created, new AmoEntity
            {
                Kind = EntityKind.Lead,
                Id = id,
                Name = string.Create(CultureInfo.InvariantCulture, $"Заявка {id}"),
                Price = product.Price * pieces,
                PipelineId = pipeline,
                StatusId = DemoAccount.Stage(pipeline, DemoAccount.Unsorted),
                Fields = receiver == "" ? fields : fields.Add(DemoFields.Receiver, CustomFieldReading.Text(receiver)),
            }));
            Moves.AddRange(way.Select(step => new AmoPastMove(id, step.At, step.Stage)));
        }

        /// <summary>One of so many; the first ones come oftener, since nobody works as much as everybody else.</summary>
        private int Uneven(int count) => Math.Min(_chance.Next(count), _chance.Next(count * 2));

        /// <summary>The stages that it comes to: a consultation; perhaps a while to think; perhaps an order; the end.</summary>
        private List<(DateTimeOffset At, long Stage)> Way(DateTimeOffset created, long pipeline)
        {
            var (thinks, orders) = (_chance.Next(100) < 30, _chance.Next(100) < 42);
            var at = created.AddMinutes(_chance.Next(2, 40));
            List<(DateTimeOffset At, long Stage)> way = [(at, DemoAccount.Stage(pipeline, DemoAccount.Consultation))];
            if (thinks)
                way.Add((at = at.AddMinutes(_chance.Next(30, 24 * 60)), DemoAccount.Stage(pipeline, DemoAccount.Thinking)));
            if (orders)
                way.Add((at = at.AddMinutes(_chance.Next(20, thinks ? 4 * 24 * 60 : 180)), DemoAccount.Stage(pipeline, DemoAccount.Order)));
            way.RemoveAll(step => step.At >= now.AddMinutes(-10));
            if (way is not [.., var last])
                return [];
            var ordered = last.Stage == DemoAccount.Stage(pipeline, DemoAccount.Order);
            way.Add((last.At.AddMinutes(5), ordered ? AmoStage.Won : AmoStage.Lost));
            return way;
        }
    }
}
