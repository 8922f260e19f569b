using Amo2GSheet.SelfHost;

return await SelfHostApplication.RunAsync(args);
