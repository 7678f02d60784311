using System.Diagnostics;
using Hansard.Server.Configuration;
using k8s;
using k8s.Models;

namespace Hansard.Cli.Tests.Repository.Kubernetes;

/// <summary>The manifests, built by kubectl, and the chart: read by the API's own types, which refuse fields that there are not.</summary>
public sealed class KubernetesTests
{
    private static readonly Dictionary<string, Type> Keda = new()
    {
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["keda.sh/v1alpha1/TriggerAuthentication"] = typeof(TriggerAuthentication),
    };

    private static string Deploy => Path.Combine(HansardProcess.Repository, "deploy");

    [Fact]
    [Requires("kubernetes-client")]
    public async Task The_manifests_fit_the_API_and_each_other_and_their_settings_are_the_server_s()
    {
        var objects = Read(await KustomizeAsync());
        Assert.Equal(10, objects.Count);
        Assert.All(objects, item => Assert.Equal("hansard", ((IMetadata<V1ObjectMeta>)item).Metadata.NamespaceProperty));
        MustFit(objects);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void The_chart_fits_the_API_and_itself_and_uses_all_of_its_values(string scaled)
    {
        var chart = new HelmChart(Path.Combine(Deploy, "helm", "hansard"))
            .With(".Values.scaler.enabled", scaled)
            .With(".Values.settings", new Dictionary<object, object> { ["HANSARD_S3__ENDPOINT"] = "http://objects:9000" })
            .With(".Values.volumes", Volumes("{name: models, emptyDir: {}}"))
            .With(".Values.volumeMounts", Volumes("{name: models, mountPath: /models}"));
        var objects = Read(chart.Render());
        MustFit(objects);
        Assert.Equal(scaled == "true", objects.OfType<ScaledObject>().Any());
        var worker = objects.OfType<V1Deployment>().Single(item => item.Metadata.Name == "hansard-worker");
        Assert.Equal(scaled == "true" ? null : 1, worker.Spec.Replicas);
        if (scaled == "false") Assert.All(chart.Unused, value => Assert.StartsWith(".Values.scaler.", value, StringComparison.Ordinal));
        else Assert.Equal([".Values.worker.replicas"], chart.Unused);
    }

    [Fact]
    [Requires("kubernetes-client")]
    public async Task The_chart_and_the_manifests_scale_by_the_same_question()
    {
        var chart = new HelmChart(Path.Combine(Deploy, "helm", "hansard")).With(".Values.scaler.enabled", "true");
        var built = Read(await KustomizeAsync());
        Assert.Equal(Question(built), Question(Read(chart.Render())));

        static string Question(List<object> objects)
            => objects.OfType<ScaledObject>().Single().Spec.Triggers.Single().Metadata["query"];
    }

    private static void MustFit(List<object> objects)
    {
        var settings = objects.OfType<V1ConfigMap>().Single();
        var deployments = objects.OfType<V1Deployment>().ToDictionary(item => item.Metadata.Name);
        Assert.Equal(["hansard-api", "hansard-worker"], deployments.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, deployment) in deployments)
        {
            Assert.True(Selects(deployment.Spec.Selector.MatchLabels, deployment.Spec.Template.Metadata.Labels));
            MustFit(deployment.Spec.Template.Spec, settings, role: name["hansard-".Length..]);
        }

        var job = objects.OfType<V1Job>().Single().Spec.Template.Spec;
        MustFit(job, settings, role: null);
        Assert.Equal(["keys", "list"], job.Containers.Single().Args);

        var service = objects.OfType<V1Service>().Single();
        Assert.True(Selects(service.Spec.Selector, deployments["hansard-api"].Spec.Template.Metadata.Labels));
        Assert.False(Selects(service.Spec.Selector, deployments["hansard-worker"].Spec.Template.Metadata.Labels));
        foreach (var budget in objects.OfType<V1PodDisruptionBudget>())
        {
            Assert.True(Selects(
                budget.Spec.Selector.MatchLabels, deployments[budget.Metadata.Name].Spec.Template.Metadata.Labels), budget.Metadata.Name);
        }

        foreach (var scaled in objects.OfType<ScaledObject>())
        {
            Assert.Contains(scaled.Spec.ScaleTargetRef.Name, deployments.Keys);
            Assert.Equal(
                objects.OfType<TriggerAuthentication>().Single().Metadata.Name, scaled.Spec.Triggers.Single().AuthenticationRef.Name);
        }
    }

    private static void MustFit(V1PodSpec pod, V1ConfigMap settings, string? role)
    {
        var container = pod.Containers.Single();
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.Equal("hansard:0.1.0", container.Image);
        Assert.Equal(settings.Metadata.Name, container.EnvFrom.Single().ConfigMapRef.Name);
        Assert.Equal(
            container.VolumeMounts.Select(mount => mount.Name).Order(StringComparer.Ordinal),
            pod.Volumes.Select(volume => volume.Name).Order(StringComparer.Ordinal));
        Assert.Contains("PGPASSWORD", container.Env.Select(variable => variable.Name));
        if (role is null) return;

        // As the program reads them.
        var environment = new System.Collections.Hashtable(settings.Data.ToDictionary());
        var options = ServerConfiguration.Load(null, environment, [new(nameof(HansardServerOptions.Role), container.Args[^1])]);
        Assert.Equal(role, options.Role.ToString().ToLowerInvariant());
        Assert.Equal(["serve", "--role", role], container.Args);
        Assert.Equal(options.Cluster.Port, container.Ports.Single(port => port.Name == "cluster").ContainerPort);
        Assert.Equal(options.Port, container.Ports.Single(port => port.Name == "http").ContainerPort);
        Assert.NotNull(options.Objects);
        Assert.All(
            (V1Probe[])[container.StartupProbe, container.LivenessProbe, container.ReadinessProbe],
            probe => Assert.Equal("http", probe.HttpGet.Port.Value));
        Assert.True(pod.TerminationGracePeriodSeconds > options.Jobs.StopGrace.TotalSeconds);
    }

    private static bool Selects(IDictionary<string, string> selector, IDictionary<string, string> labels)
        => selector.Count > 0 && selector.All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private static List<object> Volumes(string yaml) => new YamlDotNet.Serialization.DeserializerBuilder().Build()
        .Deserialize<List<object>>($"- {yaml}");

    private static List<object> Read(string yaml) => KubernetesYaml.LoadAllFromString(yaml, Keda, strict: true);

    private static async Task<string> KustomizeAsync()
    {
        using var process = Process.Start(
            new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Deploy, "kubernetes")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (process.ExitCode, errors));
        return await output;
    }
}
