namespace Amo2GSheet.Tests.Hosts;

/// <summary>
/// Both hosts of ours answer as the real host. The files in <c>Answers/</c> hold the requests: what it answered was recorded for the
/// first, and follows from its sources for the others.
/// </summary>
public sealed class ConformanceTests(HostsFixture hosts) : IClassFixture<HostsFixture>
{
    public static TheoryData<string> Recorded => Names(HostExchange.Recorded, served: true);

    public static TheoryData<string> Derived => Names(HostExchange.Derived, served: true);

    public static TheoryData<string> NotServed => Names(HostExchange.Recorded, served: false);

    public static TheoryData<string> All => Names(HostExchange.Recorded.Concat(HostExchange.Derived), served: true);

    [Theory, MemberData(nameof(Recorded))]
    public void The_worker_host_answers_as_the_real_host_did(string request) =>
        Assert.Empty(AnswerComparison.With(Exchange(request), hosts.WorkerHost[request], isWhole: true, _ => false));

    [Theory, MemberData(nameof(Recorded))]
    public void The_self_host_answers_as_the_real_host_did(string request) =>
        Assert.Empty(AnswerComparison.With(Exchange(request), hosts.SelfHost[request], isWhole: true, KnownDifferences.IsOfSelfHost));

    [Theory, MemberData(nameof(Derived))]
    public void The_worker_host_answers_as_the_real_host_would(string request) =>
        Assert.Empty(AnswerComparison.With(Exchange(request), hosts.WorkerHost[request], isWhole: false, _ => false));

    [Theory, MemberData(nameof(Derived))]
    public void The_self_host_answers_as_the_real_host_would(string request) =>
        Assert.Empty(AnswerComparison.With(Exchange(request), hosts.SelfHost[request], isWhole: false, KnownDifferences.IsOfSelfHost));

    [Theory, MemberData(nameof(All))]
    public void Both_hosts_answer_alike(string request) =>
        Assert.Empty(AnswerComparison.Between(Exchange(request), hosts.SelfHost[request], hosts.WorkerHost[request]));

    [Theory, MemberData(nameof(NotServed))]
    public void The_real_hosts_own_API_is_not_there(string request)
    {
        Assert.Equal(404, hosts.WorkerHost[request].Status);
        Assert.Equal(404, hosts.SelfHost[request].Status);
    }

    [Fact]
    public void Every_answer_that_was_not_recorded_names_its_source() =>
        Assert.All(HostExchange.Derived, exchange => Assert.False(string.IsNullOrWhiteSpace(exchange.Source)));

    private static HostExchange Exchange(string name) => HostExchange.Recorded.Concat(HostExchange.Derived).Single(one => one.Name == name);

    private static TheoryData<string> Names(IEnumerable<HostExchange> exchanges, bool served)
    {
        var names = new TheoryData<string>();
        foreach (var exchange in exchanges.Where(one => KnownDifferences.IsNotServed(one) != served))
            names.Add(exchange.Name);
        return names;
    }
}
