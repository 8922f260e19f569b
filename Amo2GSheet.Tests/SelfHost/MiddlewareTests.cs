using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.Tests.SelfHost;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_surrounds_the_function_in_the_order_added_and_knows_what_it_surrounds()
    {
        await using var host = await FunctionsTestHost.StartAsync<TracedFunction>(new()
        {
            Configure = b =>
            {
                b.Services.AddSingleton<Trace>();
                b.UseMiddleware<Outer>();
                b.UseMiddleware(async (context, next) =>
                {
                    var trace = context.InstanceServices.GetRequiredService<Trace>();
                    trace.Steps.Add("inner");
                    await next();
                    trace.Steps.Add("inner after");
                });
                b.UseWhen<Never>(context => context.FunctionDefinition.Name != "Traced");
            },
        });

        await host.Client.GetAsync("/traced?a=1");

        Assert.Equal(
            ["outer Traced ?a=1", "inner", "function left by outer", "inner after", "outer after"],
            host.Services.GetRequiredService<Trace>().Steps);
    }

    private sealed class Trace
    {
        public List<string> Steps { get; } = [];
    }

    private sealed class Outer(Trace trace) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            var request = await context.GetHttpRequestDataAsync();
            trace.Steps.Add($"outer {context.FunctionDefinition.Name} {request!.Url.Query}");
            context.Items["note"] = "left by outer";
            await next(context);
            trace.Steps.Add("outer after");
        }
    }

    private sealed class Never(Trace trace) : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trace.Steps.Add("never");
            return next(context);
        }
    }

    private sealed class TracedFunction(Trace trace)
    {
        [Function("Traced")]
        public HttpResponseData Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "traced")] HttpRequestData request, FunctionContext context)
        {
            trace.Steps.Add($"function {context.Items["note"]}");
            return request.CreateResponse();
        }
    }
}
