using k8s;
using k8s.Models;

namespace Hansard.Cli.Tests.Repository.Kubernetes;

/// <summary>KEDA's ScaledObject, as far as the manifests use it (keda.sh/docs/2.18/reference/scaledobject-spec).</summary>
public sealed class ScaledObject : IKubernetesObject<V1ObjectMeta>
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();

    public ScaledObjectSpec Spec { get; set; } = new();
}

/// <summary>Deployment that is scaled, its bounds, and its triggers.</summary>
public sealed class ScaledObjectSpec
{
    public V2CrossVersionObjectReference ScaleTargetRef { get; set; } = new();

    public int MinReplicaCount { get; set; }

    public int MaxReplicaCount { get; set; }

    public int PollingInterval { get; set; }

    public Dictionary<string, Dictionary<string, V2HorizontalPodAutoscalerBehavior>> Advanced { get; set; } = [];

    public List<ScaleTrigger> Triggers { get; set; } = [];
}

/// <summary>A figure to scale by.</summary>
public sealed class ScaleTrigger
{
    public string Type { get; set; } = "";

    public Dictionary<string, string> Metadata { get; set; } = [];

    public V1LocalObjectReference AuthenticationRef { get; set; } = new();
}

/// <summary>KEDA's TriggerAuthentication.</summary>
public sealed class TriggerAuthentication : IKubernetesObject<V1ObjectMeta>
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();

    public Dictionary<string, List<Dictionary<string, string>>> Spec { get; set; } = [];
}
