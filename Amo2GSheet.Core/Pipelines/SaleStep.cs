namespace Amo2GSheet.Core.Pipelines;

/// <summary>What reaching a stage is in the life of a sale, for the numbers that salaries are made of.</summary>
public enum SaleStep
{
    /// <summary>Nothing that is counted: a stage before the sale, or progress of a sale that was counted (в процессе, у курера, успешно).</summary>
    Progress,

    /// <summary>Консультация.</summary>
    Consultation,

    /// <summary>Заказ.</summary>
    Order,

    /// <summary>Раздумье: the client thinks it over.</summary>
    Thinking,
}
