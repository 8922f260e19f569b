namespace Amo2GSheet.Core.Sync;

/// <summary>Which rows that the service did not write it takes over after the first start (rule 2).</summary>
public enum RowAdoption
{
    /// <summary>Those whose lead stands at a trigger stage or at «Заказ отправлен».</summary>
    Open,

    /// <summary>Those whose lead stands at any stage of a pipeline in scope that the sheet shows as one of its four statuses.</summary>
    Shown,

    /// <summary>All.</summary>
    Any,

    /// <summary>None.</summary>
    None,
}
