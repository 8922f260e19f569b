namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// The messages of Sheets v4 that the simulator knows, as far as it knows them. `name:type`, `[]` = list; types: s text, i whole number,
/// n number, b flag, m field mask, v list of cell values, * anything, else another message.
/// </summary>
internal static class WireShapes
{
    private const string Text = """
        ValueRange range:s majorDimension:s values:v[]
        BatchUpdateValuesRequest valueInputOption:s data:ValueRange[] includeValuesInResponse:b responseValueRenderOption:s responseDateTimeRenderOption:s
        ClearValuesRequest
        BatchClearValuesRequest ranges:s[]
        BatchGetValuesByDataFilterRequest dataFilters:DataFilter[] majorDimension:s valueRenderOption:s dateTimeRenderOption:s
        BatchUpdateValuesByDataFilterRequest valueInputOption:s data:DataFilterValueRange[] includeValuesInResponse:b responseValueRenderOption:s responseDateTimeRenderOption:s
        BatchClearValuesByDataFilterRequest dataFilters:DataFilter[]
        DataFilterValueRange dataFilter:DataFilter majorDimension:s values:v[]
        DataFilter a1Range:s gridRange:GridRange developerMetadataLookup:DeveloperMetadataLookup
        DeveloperMetadataLookup metadataId:i metadataKey:s metadataValue:s visibility:s locationType:s metadataLocation:DeveloperMetadataLocation locationMatchingStrategy:s
        DeveloperMetadataLocation locationType:s spreadsheet:b sheetId:i dimensionRange:DimensionRange
        DeveloperMetadata metadataId:i metadataKey:s metadataValue:s visibility:s location:DeveloperMetadataLocation
        SearchDeveloperMetadataRequest dataFilters:DataFilter[]
        GetSpreadsheetByDataFilterRequest dataFilters:DataFilter[] includeGridData:b excludeTablesInBandedRanges:b
        CopySheetToAnotherSpreadsheetRequest destinationSpreadsheetId:s
        Spreadsheet spreadsheetId:s properties:SpreadsheetProperties sheets:Sheet[] namedRanges:* spreadsheetUrl:s developerMetadata:DeveloperMetadata[] dataSources:* dataSourceSchedules:*
        SpreadsheetProperties title:s locale:s autoRecalc:s timeZone:s defaultFormat:CellFormat iterativeCalculationSettings:* spreadsheetTheme:* importFunctionsExternalUrlAccessAllowed:b
        Sheet properties:SheetProperties data:GridData[] merges:* conditionalFormats:ConditionalFormatRule[] filterViews:* protectedRanges:ProtectedRange[] basicFilter:* charts:* bandedRanges:* developerMetadata:DeveloperMetadata[] rowGroups:* columnGroups:* slicers:* tables:*
        SheetProperties sheetId:i title:s index:i sheetType:s gridProperties:GridProperties hidden:b tabColor:* tabColorStyle:* rightToLeft:b dataSourceSheetProperties:*
        GridProperties rowCount:i columnCount:i frozenRowCount:i frozenColumnCount:i hideGridlines:b rowGroupControlAfter:b columnGroupControlAfter:b
        GridData startRow:i startColumn:i rowData:RowData[] rowMetadata:DimensionProperties[] columnMetadata:DimensionProperties[]
        RowData values:CellData[]
        CellData userEnteredValue:ExtendedValue effectiveValue:ExtendedValue formattedValue:s userEnteredFormat:CellFormat effectiveFormat:CellFormat hyperlink:s note:s textFormatRuns:* dataValidation:DataValidationRule pivotTable:* dataSourceTable:* dataSourceFormula:* chipRuns:*
        ExtendedValue numberValue:n stringValue:s boolValue:b formulaValue:s errorValue:ErrorValue
        ErrorValue type:s message:s
        CellFormat numberFormat:NumberFormat backgroundColor:* backgroundColorStyle:* borders:* padding:* horizontalAlignment:s verticalAlignment:s wrapStrategy:s textDirection:s textFormat:* hyperlinkDisplayType:s textRotation:*
        NumberFormat type:s pattern:s
        DimensionProperties hiddenByFilter:b hiddenByUser:b pixelSize:i developerMetadata:DeveloperMetadata[] dataSourceColumnReference:*
        DataValidationRule condition:BooleanCondition inputMessage:s strict:b showCustomUi:b
        BooleanCondition type:s values:ConditionValue[]
        ConditionValue userEnteredValue:s relativeDate:s
        GridRange sheetId:i startRowIndex:i endRowIndex:i startColumnIndex:i endColumnIndex:i
        GridCoordinate sheetId:i rowIndex:i columnIndex:i
        DimensionRange sheetId:i dimension:s startIndex:i endIndex:i
        ProtectedRange protectedRangeId:i range:GridRange namedRangeId:s tableId:s description:s warningOnly:b requestingUserCanEdit:b unprotectedRanges:GridRange[] editors:Editors
        Editors users:s[] groups:s[] domainUsersCanEdit:b
        ConditionalFormatRule ranges:GridRange[] booleanRule:BooleanRule gradientRule:*
        BooleanRule condition:BooleanCondition format:CellFormat
        SortSpec dimensionIndex:i sortOrder:s foregroundColor:* foregroundColorStyle:* backgroundColor:* backgroundColorStyle:* dataSourceColumnReference:*
        BatchUpdateSpreadsheetRequest requests:Request[] includeSpreadsheetInResponse:b responseRanges:s[] responseIncludeGridData:b
        Request addSheet:AddSheetRequest deleteSheet:DeleteSheetRequest duplicateSheet:DuplicateSheetRequest updateSheetProperties:UpdateSheetPropertiesRequest updateSpreadsheetProperties:UpdateSpreadsheetPropertiesRequest setDataValidation:SetDataValidationRequest insertDimension:InsertDimensionRequest deleteDimension:DeleteDimensionRequest appendDimension:AppendDimensionRequest moveDimension:MoveDimensionRequest autoResizeDimensions:AutoResizeDimensionsRequest updateDimensionProperties:UpdateDimensionPropertiesRequest updateCells:UpdateCellsRequest appendCells:AppendCellsRequest repeatCell:RepeatCellRequest addProtectedRange:AddProtectedRangeRequest updateProtectedRange:UpdateProtectedRangeRequest deleteProtectedRange:DeleteProtectedRangeRequest addConditionalFormatRule:AddConditionalFormatRuleRequest deleteConditionalFormatRule:DeleteConditionalFormatRuleRequest sortRange:SortRangeRequest createDeveloperMetadata:CreateDeveloperMetadataRequest updateDeveloperMetadata:UpdateDeveloperMetadataRequest deleteDeveloperMetadata:DeleteDeveloperMetadataRequest addBanding:* addChart:* addDataSource:* addDimensionGroup:* addFilterView:* addNamedRange:* addSlicer:* addTable:* autoFill:* cancelDataSourceRefresh:* clearBasicFilter:* copyPaste:* cutPaste:* deleteBanding:* deleteDataSource:* deleteDimensionGroup:* deleteDuplicates:* deleteEmbeddedObject:* deleteFilterView:* deleteNamedRange:* deleteRange:* deleteTable:* duplicateFilterView:* findReplace:* insertRange:* mergeCells:* pasteData:* randomizeRange:* refreshDataSource:* setBasicFilter:* textToColumns:* trimWhitespace:* unmergeCells:* updateBanding:* updateBorders:* updateChartSpec:* updateConditionalFormatRule:* updateDataSource:* updateDimensionGroup:* updateEmbeddedObjectBorder:* updateEmbeddedObjectPosition:* updateFilterView:* updateNamedRange:* updateSlicerSpec:* updateTable:*
        AddSheetRequest properties:SheetProperties
        DeleteSheetRequest sheetId:i
        DuplicateSheetRequest sourceSheetId:i insertSheetIndex:i newSheetId:i newSheetName:s
        UpdateSheetPropertiesRequest properties:SheetProperties fields:m
        UpdateSpreadsheetPropertiesRequest properties:SpreadsheetProperties fields:m
        SetDataValidationRequest range:GridRange rule:DataValidationRule filteredRowsIncluded:b
        InsertDimensionRequest range:DimensionRange inheritFromBefore:b
        DeleteDimensionRequest range:DimensionRange
        AppendDimensionRequest sheetId:i dimension:s length:i
        MoveDimensionRequest source:DimensionRange destinationIndex:i
        AutoResizeDimensionsRequest dimensions:DimensionRange dataSourceSheetDimensions:*
        UpdateDimensionPropertiesRequest range:DimensionRange properties:DimensionProperties fields:m dataSourceSheetRange:*
        UpdateCellsRequest rows:RowData[] fields:m start:GridCoordinate range:GridRange
        AppendCellsRequest sheetId:i rows:RowData[] fields:m tableId:s
        RepeatCellRequest range:GridRange cell:CellData fields:m
        AddProtectedRangeRequest protectedRange:ProtectedRange
        UpdateProtectedRangeRequest protectedRange:ProtectedRange fields:m
        DeleteProtectedRangeRequest protectedRangeId:i
        AddConditionalFormatRuleRequest rule:ConditionalFormatRule index:i
        DeleteConditionalFormatRuleRequest sheetId:i index:i
        SortRangeRequest range:GridRange sortSpecs:SortSpec[]
        CreateDeveloperMetadataRequest developerMetadata:DeveloperMetadata
        UpdateDeveloperMetadataRequest dataFilters:DataFilter[] developerMetadata:DeveloperMetadata fields:m
        DeleteDeveloperMetadataRequest dataFilter:DataFilter
        BatchUpdateSpreadsheetResponse spreadsheetId:s replies:* updatedSpreadsheet:Spreadsheet
        BatchGetValuesResponse spreadsheetId:s valueRanges:ValueRange[]
        UpdateValuesResponse spreadsheetId:s updatedRange:s updatedRows:i updatedColumns:i updatedCells:i updatedData:ValueRange
        BatchUpdateValuesResponse spreadsheetId:s totalUpdatedRows:i totalUpdatedColumns:i totalUpdatedCells:i totalUpdatedSheets:i responses:UpdateValuesResponse[]
        AppendValuesResponse spreadsheetId:s tableRange:s updates:UpdateValuesResponse
        ClearValuesResponse spreadsheetId:s clearedRange:s
        BatchClearValuesResponse spreadsheetId:s clearedRanges:s[]
        MatchedValueRange valueRange:ValueRange dataFilters:DataFilter[]
        BatchGetValuesByDataFilterResponse spreadsheetId:s valueRanges:MatchedValueRange[]
        UpdateValuesByDataFilterResponse updatedRange:s updatedRows:i updatedColumns:i updatedCells:i dataFilter:DataFilter updatedData:ValueRange
        BatchUpdateValuesByDataFilterResponse spreadsheetId:s totalUpdatedRows:i totalUpdatedColumns:i totalUpdatedCells:i totalUpdatedSheets:i responses:UpdateValuesByDataFilterResponse[]
        MatchedDeveloperMetadata developerMetadata:DeveloperMetadata dataFilters:DataFilter[]
        SearchDeveloperMetadataResponse matchedDeveloperMetadata:MatchedDeveloperMetadata[]
        """;

    private static readonly Dictionary<string, Dictionary<string, WireField>> Messages = Text
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(
            words => words[0],
            words => words.Skip(1).Select(word => word.Split(':')).ToDictionary(
                pair => pair[0],
                pair => new WireField(pair[1].Replace("[]", string.Empty, StringComparison.Ordinal), pair[1].EndsWith("[]", StringComparison.Ordinal))));

    /// <summary>The fields of a message; null when the type is a scalar or unknown.</summary>
    public static IReadOnlyDictionary<string, WireField>? FieldsOf(string message) => Messages.GetValueOrDefault(message);
}

/// <summary>Type of one field, and whether it is a list.</summary>
internal readonly record struct WireField(string Type, bool Repeated);
