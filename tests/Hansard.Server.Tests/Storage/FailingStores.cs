using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hansard.Server.Tests.Storage;

/// <summary>
/// A server's stores, which are real, and whose calls fail from when background services begin until they are mended.
/// </summary>
/// <param name="fault">Makes the exception of a call.</param>
internal sealed class FailingStores(Func<Exception> fault)
{
    private readonly ConcurrentDictionary<string, int> _failed = new();
    private volatile bool _isBroken;

    /// <summary>Number of calls that failed, by the name of the store.</summary>
    public IReadOnlyDictionary<string, int> Failed => _failed;

    /// <summary>Puts them in the place of the server's own.</summary>
    public void Replace(IServiceCollection services)
    {
        // Every request and the end of a start read the projects, which is not what this is about.
        var stores = services.Where(service => service.ServiceType.IsInterface && service.ServiceType != typeof(IProjectStore)
            && service.ImplementationType is { } type && type.Namespace == typeof(ISqlDatabase).Namespace).ToList();
        Assert.True(stores.Count > 8);
        foreach (var store in stores)
        {
            services.AddSingleton(store.ImplementationType!);
            services.AddSingleton(
                store.ServiceType, provider => Proxy(store.ServiceType, provider.GetRequiredService(store.ImplementationType!)));
        }
        services.AddSingleton<IDatabase>(provider => (IDatabase)Proxy(typeof(IDatabase), provider.GetRequiredService<ISqlDatabase>()));
        services.AddHostedService(_ => new Breaker(this));
    }

    /// <summary>Lets calls fail.</summary>
    public void Break() => _isBroken = true;

    /// <summary>Lets calls go through again.</summary>
    public void Mend() => _isBroken = false;

    private object Proxy(Type type, object store)
    {
        var proxy = DispatchProxy.Create(type, typeof(StoreProxy));
        ((StoreProxy)proxy).Set(this, type.Name, store);
        return proxy;
    }

    private void Call(string store)
    {
        if (!_isBroken) return;
        _failed.AddOrUpdate(store, 1, (_, count) => count + 1);
        throw fault();
    }

    // The host starts no service before this.
    private sealed class Breaker(FailingStores stores) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken)
        {
            stores.Break();
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    internal class StoreProxy : DispatchProxy
    {
        private FailingStores? _stores;
        private string _name = "";
        private object? _store;

        public void Set(FailingStores stores, string name, object store) => (_stores, _name, _store) = (stores, name, store);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            _stores!.Call(_name);
            try
            {
                return targetMethod!.Invoke(_store, args);
            }
            catch (TargetInvocationException exception)
            {
                ExceptionDispatchInfo.Throw(exception.InnerException!);
                throw;
            }
        }
    }
}
