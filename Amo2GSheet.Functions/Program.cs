using Amo2GSheet.Core;
using Amo2GSheet.Functions;
using Amo2GSheet.Functions.Dashboard;
using Amo2GSheet.GoogleSheets;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

var builder = FunctionsApplication.CreateBuilder(args);

builder.Configuration.AddInMemoryCollection(EnvironmentSwitch.Promote(builder.Configuration));
builder.Logging.AddBackgroundLog();
builder.Services
    .AddAmo2GSheet(builder.Configuration)
    .AddGoogleOrderSheet(builder.Configuration)
    .AddDashboard(builder.Configuration);

var host = builder.Build();
// Before the host's start, which makes every hosted service first and would show only the first wrong setting.
host.Services.GetService<IStartupValidator>()?.Validate();
await host.RunAsync();
