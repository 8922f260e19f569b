namespace Amo2GSheet.EmbeddedTables;

/// <summary>The condition of a query.</summary>
internal abstract record Filter
{
    /// <summary>The condition that every entity meets.</summary>
    public static readonly Filter None = new NoFilter();

    /// <summary>Whether an entity meets the condition.</summary>
    public abstract bool Matches(Entity entity);

    /// <summary>The keys outside which no entity meets the condition. May be wider than needed, never narrower.</summary>
    public KeyRange Range()
    {
        string? fromPartition = null, toPartition = null, fromRow = null, toRow = null;
        foreach (var comparison in Required(this))
        {
            switch (comparison)
            {
                case { Property: "PartitionKey", Value: string bound }:
                    Narrow(comparison.Operator, bound, ref fromPartition, ref toPartition);
                    break;
                case { Property: "RowKey", Value: string bound }:
                    Narrow(comparison.Operator, bound, ref fromRow, ref toRow);
                    break;
            }
        }

        // The bounds of the rows hold in every partition; a range of keys can use them in the first and in the last.
        return new KeyRange(new EntityKey(fromPartition ?? "", fromPartition is null ? "" : fromRow ?? ""), toPartition, toPartition is null ? null : toRow);
    }

    private static void Narrow(FilterOperator comparison, string bound, ref string? from, ref string? to)
    {
        if (comparison is FilterOperator.Equal or FilterOperator.GreaterOrEqual or FilterOperator.Greater && (from is null || string.CompareOrdinal(bound, from) > 0))
            from = bound;
        if (comparison is FilterOperator.Equal or FilterOperator.LessOrEqual or FilterOperator.Less && (to is null || string.CompareOrdinal(bound, to) < 0))
            to = bound;
    }

    /// <summary>The comparisons that every entity in the answer meets.</summary>
    private static IEnumerable<CompareFilter> Required(Filter filter) => filter switch
    {
        CompareFilter comparison => [comparison],
        AndFilter and => Required(and.Left).Concat(Required(and.Right)),
        _ => [],
    };

    private sealed record NoFilter : Filter
    {
        public override bool Matches(Entity entity) => true;
    }
}

/// <summary>How a property is compared.</summary>
internal enum FilterOperator
{
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

internal sealed record AndFilter(Filter Left, Filter Right) : Filter
{
    public override bool Matches(Entity entity) => Left.Matches(entity) && Right.Matches(entity);
}

internal sealed record OrFilter(Filter Left, Filter Right) : Filter
{
    public override bool Matches(Entity entity) => Left.Matches(entity) || Right.Matches(entity);
}

internal sealed record NotFilter(Filter Condition) : Filter
{
    public override bool Matches(Entity entity) => !Condition.Matches(entity);
}

/// <summary>A property against a constant. An entity without the property, or with one of another type, does not match, whatever the operator.</summary>
internal sealed record CompareFilter(string Property, FilterOperator Operator, object Value) : Filter
{
    public override bool Matches(Entity entity)
    {
        if (entity.Find(Property) is not { } value || Compare(value, Value) is not { } order)
            return false;
        return Operator switch
        {
            FilterOperator.Equal => order == 0,
            FilterOperator.NotEqual => order != 0,
            FilterOperator.Greater => order > 0,
            FilterOperator.GreaterOrEqual => order >= 0,
            FilterOperator.Less => order < 0,
            _ => order <= 0,
        };
    }

    private static int? Compare(object left, object right) => (left, right) switch
    {
        (string one, string other) => string.CompareOrdinal(one, other),
        (DateTime one, DateTime other) => one.CompareTo(other),
        (bool one, bool other) => one.CompareTo(other),
        (Guid one, Guid other) => one.CompareTo(other),
        (byte[] one, byte[] other) => one.AsSpan().SequenceCompareTo(other),
        (int or long, int or long) => Integer(left).CompareTo(Integer(right)),
        (int or long or double, int or long or double) => Order(Number(left), Number(right)),
        _ => null,
    };

    private static int? Order(double left, double right) => double.IsNaN(left) || double.IsNaN(right) ? null : left.CompareTo(right);

    private static long Integer(object value) => value is int small ? small : (long)value;

    private static double Number(object value) => value is double number ? number : Integer(value);
}
