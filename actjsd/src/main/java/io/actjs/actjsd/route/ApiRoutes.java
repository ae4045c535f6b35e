package io.actjs.actjsd.route;

import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.SocketWriter;
import io.actjs.actjsd.metric.RequestMetrics;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.actjsd.token.Tokens;
import io.actjs.actjsd.values.ValueAnswers;
import io.actjs.model.Clock;
import io.actjs.runtime.ActorRuntime;
import io.javalin.config.RoutesConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The routes under {@code /v1}, as {@code docs/http-api.md} describes them. */
public final class ApiRoutes {
  private final ActorRuntime runtime;
  private final Admission admission;
  private final Pins pins;
  private final RequestRates rates;
  private final ActorCall call;
  private final ValueAnswers values;
  private final Door door;
  private final Tokens tokens;
  private final AdminGate gate;
  private final RequestBody bodies;
  private final RequestBody publications;
  private final @Nullable Path dataDir;

  /**
   * @param rates charges requests
   * @param values answers calls value by value
   * @param door tells who sends a request
   * @param tokens the static tokens of the store
   * @param bodies reads the bodies of requests
   * @param publications reads those that publish
   * @param dataDir where a backup is made, or null for the current directory
   */
  public ApiRoutes(
      ActorRuntime runtime,
      Pins pins,
      RequestRates rates,
      ValueAnswers values,
      Admission admission,
      Door door,
      Tokens tokens,
      RequestBody bodies,
      RequestBody publications,
      @Nullable Path dataDir) {
    this.runtime = runtime;
    this.admission = admission;
    this.pins = pins;
    this.rates = rates;
    this.values = values;
    this.call = new ActorCall(runtime, pins, rates);
    this.door = door;
    this.tokens = tokens;
    this.gate = new AdminGate(door, bodies);
    this.bodies = bodies;
    this.publications = publications;
    this.dataDir = dataDir;
  }

  /** The short way of calls, which is to be put in front of the routes. */
  public QuickCalls quickCalls(SocketWriter writer, RequestMetrics metrics) {
    return new QuickCalls(
        door,
        rates,
        call,
        admission,
        pins,
        bodies,
        writer,
        metrics.route("POST", ActorRoutes.CALL));
  }

  public void register(RoutesConfig routes) {
    new HealthRoutes(runtime, admission, Clock.SYSTEM).register(routes);
    new ClassRoutes(runtime, gate, bodies, publications).register(routes);
    new ManifestRoutes(runtime.manifests(), gate, bodies).register(routes);
    new TokenRoutes(tokens, door, gate, bodies).register(routes);
    new EnvRoutes(runtime.env(), gate, bodies).register(routes);
    new KeyRoutes(runtime.signingKeys(), gate, bodies).register(routes);
    new ActorRoutes(runtime, call, values, admission, pins, rates, bodies).register(routes);
    new ActorAdminRoutes(runtime, admission, gate, bodies).register(routes);
    new DueWorkRoutes(runtime, admission, gate, bodies).register(routes);
    new DeadLetterRoutes(runtime.dueWork(), admission, gate).register(routes);
    new MigrationRoutes(runtime, admission, gate, bodies).register(routes);
    new OperationRoutes(runtime, gate).register(routes);
    new ForgetRoutes(runtime, tokens, gate, bodies).register(routes);
    new AuditRoutes(runtime.audit(), gate).register(routes);
    new BackupRoutes(runtime, gate, dataDir).register(routes);
  }
}
