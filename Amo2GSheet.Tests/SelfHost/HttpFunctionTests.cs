using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Web;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.SelfHost;

public sealed class HttpFunctionTests
{
    [Theory]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "" } } }""", "/orders/7")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "v1/x" } } }""", "/v1/x/orders/7")]
    [InlineData("""{ /* nothing said */ "version": "2.0" }""", "/api/orders/7")]
    public async Task Routes_stand_below_the_prefix_of_host_json(string hostJson, string path)
    {
        await using var host = await FunctionsTestHost.StartAsync<SampleFunctions>(new() { HostJson = hostJson });

        Assert.Equal("7", await host.Client.GetStringAsync(path));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/elsewhere" + path)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/")]
    [InlineData("DELETE", "/orders/7")]
    [InlineData("GET", "/orders/seven")]
    public async Task Unknown_route_wrong_method_and_failed_constraint_are_an_empty_404(string method, string path)
    {
        await using var host = await FunctionsTestHost.StartAsync<SampleFunctions>();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/", "root of ''")]
    [InlineData("/?code=x", "root of ''")]
    [InlineData("/leads/custom_fields", "a literal")]
    [InlineData("/leads/5", "a parameter 5")]
    [InlineData("/leads/custom_fields/timeline", "below custom_fields")]
    public async Task The_root_has_a_route_that_can_only_be_empty_and_a_literal_comes_before_a_parameter(string path, string answer)
    {
        await using var host = await FunctionsTestHost.StartAsync([typeof(RootFunctions)]);

        Assert.Equal(answer, await host.Client.GetStringAsync(path));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/other")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "true", HttpStatusCode.OK)]
    [InlineData("POST", "true", HttpStatusCode.NoContent)]
    [InlineData("HEAD", "TRUE", HttpStatusCode.NoContent)]
    [InlineData("POST", "false", HttpStatusCode.NotFound)]
    [InlineData("HEAD", null, HttpStatusCode.NotFound)]
    public async Task What_no_function_takes_at_the_root_is_an_empty_204_when_the_homepage_is_off(string method, string? isOff, HttpStatusCode expected)
    {
        await using var host = await FunctionsTestHost.StartAsync(
            [typeof(RootFunctions)], new() { Environment = new() { ["PORT"] = "0", ["AzureWebJobsDisableHomepage"] = isOff } });

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/"));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(method == "GET" ? "root of ''" : "", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/ORDERS/7")]
    [InlineData("/orders/7/")]
    public async Task Routes_know_no_case_and_a_slash_at_the_end_is_served(string path)
    {
        await using var host = await FunctionsTestHost.StartAsync<SampleFunctions>();

        Assert.Equal("7", await host.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task A_function_without_a_route_stands_under_its_name_and_two_share_a_route_by_method()
    {
        await using var host = await FunctionsTestHost.StartAsync<SampleFunctions>();

        Assert.Equal("by name", await host.Client.GetStringAsync("/ByName"));
        using var posted = await host.Client.PostAsync("/orders/7", content: null);
        Assert.Equal("posted 7", await posted.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_exception_is_an_empty_500_logged_once_with_function_and_invocation()
    {
        await using var host = await FunctionsTestHost.StartAsync<SampleFunctions>();

        using var response = await host.Client.GetAsync("/fail");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Matches("^Function Fail failed, invocation [0-9a-f-]{36}\\.$", Assert.Single(host.Logs.Problems));
    }

    [Fact]
    public async Task Query_form_and_headers_reach_the_function()
    {
        await using var host = await FunctionsTestHost.StartAsync<SampleFunctions>();
        var form = new FormUrlEncodedContent([KeyValuePair.Create("leads[add][0][id]", "42")]);
        form.Headers.Add("X-Who", "amo");

        using var response = await host.Client.PostAsync("/echo?q=%D0%B4%D0%B0", form);

        Assert.Equal("POST|да|42|amo|/echo", await response.Content.ReadAsStringAsync());
        Assert.Equal("42", Assert.Single(response.Headers.GetValues("X-Lead")));
        Assert.DoesNotContain("Server", response.Headers.Select(h => h.Key));
    }

    [Fact]
    public async Task Json_is_read_in_any_case_and_written_with_its_type()
    {
        await using var host = await FunctionsTestHost.StartAsync<SampleFunctions>();

        using var response = await host.Client.PostAsync("/json", new StringContent("""{ "ID": 5 }""", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("""{"Id":6}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_function_that_returns_nothing_answers_204()
    {
        await using var host = await FunctionsTestHost.StartAsync<SampleFunctions>();

        Assert.Equal(HttpStatusCode.NoContent, (await host.Client.GetAsync("/nothing")).StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_and_never_meets_the_function()
    {
        await using var host = await FunctionsTestHost.StartAsync<SampleFunctions>();

        using var body = new ByteArrayContent(new byte[9_000_000]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fail-on-post") { Content = body };
        // The client waits for leave to send nine megabytes, and gets the refusal instead.
        request.Headers.ExpectContinue = true;
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(host.Logs.Problems);
    }

    [Fact]
    public async Task Every_invocation_has_a_scope_of_its_own()
    {
        await using var host = await FunctionsTestHost.StartAsync<ScopeFunctions>(
            new() { Configure = b => b.Services.AddScoped<Visit>() });

        var first = await host.Client.GetFromJsonAsync<string[]>("/scope");
        var second = await host.Client.GetFromJsonAsync<string[]>("/scope");

        Assert.Equal(first![0], first[1]);
        Assert.NotEqual(first[0], second![0]);
    }

    internal sealed record Order(int Id);

    internal sealed class Visit
    {
        public string Id { get; } = Guid.NewGuid().ToString();
    }

    private sealed class ScopeFunctions(Visit visit)
    {
        [Function("Scope")]
        public async Task<HttpResponseData> Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequestData request, FunctionContext context)
        {
            var response = request.CreateResponse();
            await response.WriteAsJsonAsync(new[] { visit.Id, context.InstanceServices.GetRequiredService<Visit>().Id });
            return response;
        }
    }

    private static class RootFunctions
    {
        [Function("Root")]
        public static Task<HttpResponseData> Root(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{ignored:maxlength(0)?}")] HttpRequestData request, string? ignored) =>
            SampleFunctions.Text(request, $"root of '{ignored}'");

        [Function("Parameter")]
        public static Task<HttpResponseData> Parameter(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "leads/{id}")] HttpRequestData request, string id) =>
            SampleFunctions.Text(request, $"a parameter {id}");

        [Function("Literal")]
        public static Task<HttpResponseData> Literal(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "leads/custom_fields")] HttpRequestData request) =>
            SampleFunctions.Text(request, "a literal");

        [Function("Below")]
        public static Task<HttpResponseData> Below(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "leads/{id}/timeline")] HttpRequestData request, string id) =>
            SampleFunctions.Text(request, $"below {id}");
    }

    private sealed class SampleFunctions
    {
        [Function("GetOrder")]
        public static Task<HttpResponseData> GetOrder(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id:int}")] HttpRequestData request, int id) =>
            Text(request, $"{id}");

        [Function("PostOrder")]
        public static Task<HttpResponseData> PostOrder(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders/{id}")] HttpRequestData request, string id) =>
            Text(request, $"posted {id}");

        [Function("ByName")]
        public static Task<HttpResponseData> ByName([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequestData request) =>
            Text(request, "by name");

        [Function("Fail")]
        public static async Task<HttpResponseData> Fail(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fail")] HttpRequestData request)
        {
            var response = request.CreateResponse(HttpStatusCode.OK);
            await response.WriteStringAsync("half an answer");
            throw new InvalidOperationException("as told");
        }

        [Function("FailOnPost")]
        public static HttpResponseData FailOnPost(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "fail-on-post")] HttpRequestData request) =>
            throw new InvalidOperationException($"{request.Method} was not to come here");

        [Function("Nothing")]
        public static Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nothing")] HttpRequestData request) =>
            request.Body.FlushAsync();

        [Function("Echo")]
        public static async Task<HttpResponseData> Echo(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequestData request)
        {
            var form = HttpUtility.ParseQueryString((await request.ReadAsStringAsync())!);
            var lead = form["leads[add][0][id]"];
            var who = request.Headers.GetValues("X-Who").Single();
            var response = await Text(request, $"{request.Method}|{request.Query["q"]}|{lead}|{who}|{request.Url.AbsolutePath}");
            response.Headers.Add("X-Lead", lead);
            return response;
        }

        [Function("Json")]
        public static async Task<HttpResponseData> Json(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "json")] HttpRequestData request,
            CancellationToken cancellationToken)
        {
            var order = await request.ReadFromJsonAsync<Order>(cancellationToken);
            var response = request.CreateResponse(HttpStatusCode.Accepted);
            await response.WriteAsJsonAsync(new Order(order!.Id + 1), cancellationToken);
            return response;
        }

        public static async Task<HttpResponseData> Text(HttpRequestData request, string text)
        {
            var response = request.CreateResponse();
            await response.WriteStringAsync(text);
            return response;
        }
    }
}
