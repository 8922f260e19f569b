// amo2gsheet on Azure: a Function App on Flex Consumption, its storage, its vault and its telemetry.
// Nothing here holds a key: storage and telemetry are reached by the app's identity, secrets stand in the vault.
targetScope = 'resourceGroup'

// ---------------------------------------------------------------------------------------------------------------------------------
// Where, and under what names

@description('Region; one that has Flex Consumption (az functionapp list-flexconsumption-locations).')
param location string = resourceGroup().location

@description('Beginning of all names; the rest makes them unique.')
@minLength(3)
@maxLength(12)
param name string = 'amo2gsheet'

@description('Object id of the person who will put the secrets into the vault; empty to give that right elsewhere.')
param operatorPrincipalId string = ''

@description('HTTP instances that are always up. amoCRM waits two seconds for a webhook\'s answer, and a cold start may take longer; 0 saves their price, and amoCRM then repeats the first webhook after a quiet time.')
@minValue(0)
@maxValue(10)
param alwaysReadyInstances int = 1

@description('Most instances. Passes run one at a time under a lease, so more instances take in more webhooks and do not sync faster; 40 is the least that every region accepts.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Further application settings, by name: those with the prefix DEV_ or PROD_, Logging__LogLevel__… No secrets: they would stand in plain sight.')
param extraSettings object = {}

// ---------------------------------------------------------------------------------------------------------------------------------
// Settings of the service; docs/configuration.md says what each means

@description('ENVIRONMENT: which prefix counts, where settings with DEV_ or PROD_ are given.')
@allowed(['dev', 'prod'])
param environmentName string = 'prod'

@description('AMO_SUBDOMAIN')
param amoSubdomain string

@description('AMO_CLIENT_ID; not needed with a long-lived token.')
param amoClientId string = ''

@description('AMO_REDIRECT_URI; empty for this app\'s own /oauth/callback.')
param amoRedirectUri string = ''

@description('Log in by AMO_LONG_LIVED_TOKEN out of the vault, in place of the integration\'s id and secret.')
param useLongLivedToken bool = false

@description('Register the webhook by itself, at the address AMO_WEBHOOK_URL out of the vault: it holds a function key, which exists after the first deployment.')
param useWebhookUrl bool = false

@description('Switch the dashboard on, for the accounts of DASHBOARD_ACCOUNTS_JSON out of the vault.')
param useDashboard bool = false

@description('DASHBOARD_ADMINS')
param dashboardAdmins string = ''

@description('DASHBOARD_SESSION_HOURS')
param dashboardSessionHours string = '12'

@description('AMO_REQUEST_DELAY_SEC')
param amoRequestDelaySec string = '0.2'

@description('AMO_LOGIN_PAGE')
param amoLoginPage string = 'on'

@description('AMO_ORDER_FIELD_ID')
param amoOrderFieldId string = '0'

@description('AMO_BASE_URL')
param amoBaseUrl string = ''

@description('GOOGLE_SHEET_ID')
param googleSheetId string

@description('GOOGLE_WORKSHEET_NAME')
param googleWorksheetName string = 'Sheet1'

@description('GOOGLE_STAFF_SHEET_NAME')
param googleStaffSheetName string = 'Staff'

@description('STAFF_CACHE_TTL_SEC')
param staffCacheTtlSec string = '300'

@description('SHEET_ROTATION_INTERVAL')
@allowed(['monthly', 'hourly'])
param sheetRotationInterval string = 'monthly'

@description('GOOGLE_SHEETS_BASE_URL')
param googleSheetsBaseUrl string = ''

@description('TRIGGER_STATUS_NAME')
param triggerStatusName string

@description('TRIGGER_STATUS_NAMES')
param triggerStatusNames string = ''

@description('TRIGGER_STATUS_ID')
param triggerStatusId string = '0'

@description('PIPELINE_ID')
param pipelineId string = '0'

@description('PIPELINE_KEYWORD')
param pipelineKeyword string = ''

@description('PIPELINE_DISPLAY_MAP_JSON')
param pipelineDisplayMapJson string = ''

@description('STATUS_DISPLAY_MAP_JSON')
param statusDisplayMapJson string = ''

@description('DROPDOWN_STATUS_MAP_JSON')
param dropdownStatusMapJson string = ''

@description('LEADS_CREATED_AFTER')
param leadsCreatedAfter string = '0'

@description('DISPLAY_TIME_ZONE')
param displayTimeZone string = ''

@description('DISPLAY_TZ_OFFSET')
param displayTzOffset string = ''

@description('CONFLICT_POLICY')
@allowed(['sheet', 'crm'])
param conflictPolicy string = 'sheet'

@description('WEBHOOK_DEDUP_TTL_SEC')
param webhookDedupTtlSec string = '60'

@description('SYNC_MIN_SPACING_SEC')
param syncMinSpacingSec string = '2.2'

@description('CATCH_UP_SECONDS')
param catchUpSeconds string = '300'

@description('ROW_ADOPTION')
param rowAdoption string = 'open'

@description('BRAKE_MAX_MOVES')
param brakeMaxMoves string = '50'

@description('BRAKE_MAX_PERCENT')
param brakeMaxPercent string = '20'

@description('BRAKE_MIN_MOVES')
param brakeMinMoves string = '10'

@description('BRAKE_WINDOW_MINUTES')
param brakeWindowMinutes string = '10'

@description('BRAKE_WINDOW_MAX_MOVES')
param brakeWindowMaxMoves string = '150'

@description('BRAKE_WINDOW_MAX_PERCENT')
param brakeWindowMaxPercent string = '60'

@description('VERIFY_AT')
param verifyAt string = '03:00'

@description('DUMKA_RECOVERY_DAYS')
param dumkaRecoveryDays string = '5'

@description('INITIAL_SYNC_DATE_FROM')
param initialSyncDateFrom string = ''

@description('INITIAL_SYNC_DATE_TO')
param initialSyncDateTo string = ''

@description('SYNC_POLL_SECONDS, of which SYNC_POLL_SCHEDULE is made: only what divides a minute or an hour repeats evenly.')
@allowed([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 300, 360, 600, 720, 900, 1200, 1800, 3600])
param pollSeconds int = 10

@description('AMO2GSHEET_TABLE_PREFIX')
param tablePrefix string = ''

// ---------------------------------------------------------------------------------------------------------------------------------

var suffix = uniqueString(resourceGroup().id, name)
var appName = '${name}-${suffix}'
var tags = { app: 'amo2gsheet' }
var packageContainerName = 'packages'

var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fbe8'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

var pollSchedule = pollSeconds < 60
  ? '*/${pollSeconds} * * * * *'
  : pollSeconds < 3600 ? '0 */${pollSeconds / 60} * * * *' : '0 0 * * * *'

// ---------------------------------------------------------------------------------------------------------------------------------
// The identity is made apart from the app, so that its rights are there before the app starts.

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${appName}-id'
  location: location
  tags: tags
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'st${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: packageContainerName
      properties: { publicAccess: 'None' }
    }
  }
}

resource storageRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [roles.storageBlobDataOwner, roles.storageQueueDataContributor, roles.storageTableDataContributor]: {
    name: guid(storage.id, identity.id, role)
    scope: storage
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv-${suffix}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource vaultRight 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, roles.keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource operatorRight 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  name: guid(vault.id, operatorPrincipalId, roles.keyVaultSecretsOfficer)
  scope: vault
  properties: {
    principalId: operatorPrincipalId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsOfficer)
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${appName}-logs'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: logRetentionDays
  }
}

resource telemetry 'Microsoft.Insights/components@2020-02-02' = {
  name: '${appName}-telemetry'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    DisableLocalAuth: true
  }
}

resource telemetryRight 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(telemetry.id, identity.id, roles.monitoringMetricsPublisher)
  scope: telemetry
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: '${appName}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: appName
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
      }
    }
  }
  dependsOn: [storageRights, vaultRight, storage::blobs::packages]

  // Code is deployed with an Entra ID token; the user names and passwords that every app has by default open nothing.
  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noPublishingPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        // The host's own storage, and ours: without a key. docs/configuration.md, AzureWebJobsStorage.
        AzureWebJobsStorage__accountName: storage.name
        AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
        AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
        AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.properties.clientId
        AzureWebJobsDisableHomepage: 'true'
        APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry.properties.ConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'

        ENVIRONMENT: environmentName
        AMO_SUBDOMAIN: amoSubdomain
        AMO_REQUEST_DELAY_SEC: amoRequestDelaySec
        AMO_LOGIN_PAGE: amoLoginPage
        AMO_ORDER_FIELD_ID: amoOrderFieldId
        GOOGLE_SHEET_ID: googleSheetId
        GOOGLE_SERVICE_ACCOUNT_JSON: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=google-service-account-json)'
        GOOGLE_WORKSHEET_NAME: googleWorksheetName
        GOOGLE_STAFF_SHEET_NAME: googleStaffSheetName
        STAFF_CACHE_TTL_SEC: staffCacheTtlSec
        SHEET_ROTATION_INTERVAL: sheetRotationInterval
        TRIGGER_STATUS_NAME: triggerStatusName
        TRIGGER_STATUS_NAMES: triggerStatusNames
        TRIGGER_STATUS_ID: triggerStatusId
        PIPELINE_ID: pipelineId
        PIPELINE_KEYWORD: pipelineKeyword
        PIPELINE_DISPLAY_MAP_JSON: pipelineDisplayMapJson
        STATUS_DISPLAY_MAP_JSON: statusDisplayMapJson
        DROPDOWN_STATUS_MAP_JSON: dropdownStatusMapJson
        LEADS_CREATED_AFTER: leadsCreatedAfter
        DISPLAY_TIME_ZONE: displayTimeZone
        DISPLAY_TZ_OFFSET: displayTzOffset
        CONFLICT_POLICY: conflictPolicy
        WEBHOOK_DEDUP_TTL_SEC: webhookDedupTtlSec
        SYNC_MIN_SPACING_SEC: syncMinSpacingSec
        CATCH_UP_SECONDS: catchUpSeconds
        ROW_ADOPTION: rowAdoption
        BRAKE_MAX_MOVES: brakeMaxMoves
        BRAKE_MAX_PERCENT: brakeMaxPercent
        BRAKE_MIN_MOVES: brakeMinMoves
        BRAKE_WINDOW_MINUTES: brakeWindowMinutes
        BRAKE_WINDOW_MAX_MOVES: brakeWindowMaxMoves
        BRAKE_WINDOW_MAX_PERCENT: brakeWindowMaxPercent
        VERIFY_AT: verifyAt
        DUMKA_RECOVERY_DAYS: dumkaRecoveryDays
        DASHBOARD_SESSION_HOURS: dashboardSessionHours
        INITIAL_SYNC_DATE_FROM: initialSyncDateFrom
        INITIAL_SYNC_DATE_TO: initialSyncDateTo
        SYNC_POLL_SCHEDULE: pollSchedule
        AMO2GSHEET_TABLE_PREFIX: tablePrefix
        AMO_BASE_URL: amoBaseUrl
        GOOGLE_SHEETS_BASE_URL: googleSheetsBaseUrl
      },
      useLongLivedToken
        ? { AMO_LONG_LIVED_TOKEN: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=amo-long-lived-token)' }
        : {
            AMO_CLIENT_ID: amoClientId
            AMO_CLIENT_SECRET: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=amo-client-secret)'
            AMO_REDIRECT_URI: empty(amoRedirectUri) ? 'https://${app.properties.defaultHostName}/oauth/callback' : amoRedirectUri
          },
      useWebhookUrl
        ? { AMO_WEBHOOK_URL: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=amo-webhook-url)' }
        : {},
      useDashboard
        ? {
            DASHBOARD_ACCOUNTS_JSON: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=dashboard-accounts-json)'
            DASHBOARD_ADMINS: dashboardAdmins
          }
        : {},
      extraSettings
    )
    dependsOn: [telemetryRight]
  }
}

output appName string = app.name
output hostName string = app.properties.defaultHostName
output vaultName string = vault.name
output webhookPath string = '/webhook/amocrm'
output logInAddress string = 'https://${app.properties.defaultHostName}/oauth/login'
output healthAddress string = 'https://${app.properties.defaultHostName}/health'
