// Every setting under its own name, taken from the environment: export them (or «azd env set NAME value»), then deploy.
// Secrets are none of them: they go into the vault, as docs/deploy.md says.
using './main.bicep'

param environmentName = readEnvironmentVariable('ENVIRONMENT', 'prod')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

param amoSubdomain = readEnvironmentVariable('AMO_SUBDOMAIN')
param amoClientId = readEnvironmentVariable('AMO_CLIENT_ID', '')
param amoRedirectUri = readEnvironmentVariable('AMO_REDIRECT_URI', '')
param useLongLivedToken = bool(readEnvironmentVariable('USE_LONG_LIVED_TOKEN', 'false'))
param useWebhookUrl = bool(readEnvironmentVariable('USE_WEBHOOK_URL', 'false'))
param amoRequestDelaySec = readEnvironmentVariable('AMO_REQUEST_DELAY_SEC', '0.2')
param amoOrderFieldId = readEnvironmentVariable('AMO_ORDER_FIELD_ID', '0')

param googleSheetId = readEnvironmentVariable('GOOGLE_SHEET_ID')
param googleWorksheetName = readEnvironmentVariable('GOOGLE_WORKSHEET_NAME', 'Sheet1')
param googleStaffSheetName = readEnvironmentVariable('GOOGLE_STAFF_SHEET_NAME', 'Staff')
param staffCacheTtlSec = readEnvironmentVariable('STAFF_CACHE_TTL_SEC', '300')
param sheetRotationInterval = readEnvironmentVariable('SHEET_ROTATION_INTERVAL', 'monthly')

param triggerStatusName = readEnvironmentVariable('TRIGGER_STATUS_NAME')
param triggerStatusNames = readEnvironmentVariable('TRIGGER_STATUS_NAMES', '')
param triggerStatusId = readEnvironmentVariable('TRIGGER_STATUS_ID', '0')
param pipelineId = readEnvironmentVariable('PIPELINE_ID', '0')
param pipelineKeyword = readEnvironmentVariable('PIPELINE_KEYWORD', '')
param pipelineDisplayMapJson = readEnvironmentVariable('PIPELINE_DISPLAY_MAP_JSON', '')
param statusDisplayMapJson = readEnvironmentVariable('STATUS_DISPLAY_MAP_JSON', '')
param dropdownStatusMapJson = readEnvironmentVariable('DROPDOWN_STATUS_MAP_JSON', '')
param leadsCreatedAfter = readEnvironmentVariable('LEADS_CREATED_AFTER', '0')
param displayTimeZone = readEnvironmentVariable('DISPLAY_TIME_ZONE', '')
param displayTzOffset = readEnvironmentVariable('DISPLAY_TZ_OFFSET', '')
param conflictPolicy = readEnvironmentVariable('CONFLICT_POLICY', 'sheet')

param pollSeconds = int(readEnvironmentVariable('SYNC_POLL_SECONDS', '10'))
param syncMinSpacingSec = readEnvironmentVariable('SYNC_MIN_SPACING_SEC', '2.2')
param catchUpSeconds = readEnvironmentVariable('CATCH_UP_SECONDS', '300')
param verifyAt = readEnvironmentVariable('VERIFY_AT', '03:00')
param initialSyncDateFrom = readEnvironmentVariable('INITIAL_SYNC_DATE_FROM', '')
param initialSyncDateTo = readEnvironmentVariable('INITIAL_SYNC_DATE_TO', '')
param webhookDedupTtlSec = readEnvironmentVariable('WEBHOOK_DEDUP_TTL_SEC', '60')
param tablePrefix = readEnvironmentVariable('AMO2GSHEET_TABLE_PREFIX', '')
