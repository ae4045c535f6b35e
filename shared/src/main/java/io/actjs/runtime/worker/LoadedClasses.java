package io.actjs.runtime.worker;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.EvaluatedClass;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.source.SourceMap;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.PublishedClass;
import io.actjs.model.TurnRules;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.env.EnvSnapshot;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class versions that one isolate has loaded. A version stays while an actor of it is there; of
 * the others the {@value #UNUSED} used last stay, the rest is unloaded. Confined to the worker.
 */
public final class LoadedClasses {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedClasses.class);
  private static final int UNUSED = 32;

  /** A class that the isolate has loaded. */
  public static final class LoadedClass {
    public final ClassRef ref;
    public final int key;
    public final ClassShape shape;
    public final TurnRules rules;
    public final EvaluatedClass.Hooks hooks;
    public final EvaluatedClass.Leave leave;
    private final String sourceMap;
    private int actors;
    private @Nullable EnvSnapshot env;

    private LoadedClass(PublishedClass published, int key, EvaluatedClass evaluated) {
      this.ref = published.ref();
      this.key = key;
      this.shape = evaluated.shape();
      this.rules = evaluated.rules();
      this.hooks = evaluated.hooks();
      this.leave = evaluated.leave();
      this.sourceMap = published.sourceMap();
    }

    /** A stack trace of its code with positions in the author's TypeScript. */
    public String remap(String stack) {
      return SourceMap.of(ref, sourceMap).remap(stack);
    }
  }

  private final Isolate isolate;
  private final ClassRegistry registry;
  private final Map<ClassRef, LoadedClass> classes = new LinkedHashMap<>(16, 0.75f, true);

  /** Of the actor that is being started. */
  private final Map<ClassRef, PublishedClass> brought = new HashMap<>();

  private final Supplier<EnvSnapshot> env;

  /** What classes were told, but for those loaded since. */
  private @Nullable EnvSnapshot told;

  private boolean untold;
  private int lastKey;
  private int unused;

  /**
   * @param env the values that classes read
   */
  LoadedClasses(Isolate isolate, ClassRegistry registry, Supplier<EnvSnapshot> env) {
    this.env = env;
    this.isolate = isolate;
    this.registry = registry;
  }

  /**
   * The class; evaluates it at first use.
   *
   * @throws io.actjs.model.ActjsException as {@link Isolate#load}
   */
  public LoadedClass get(ClassRef ref) {
    LoadedClass present = classes.get(ref);
    if (present != null) {
      return present;
    }
    int key = ++lastKey;
    PublishedClass published = brought.remove(ref);
    if (published == null) {
      published = registry.get(ref);
    }
    EvaluatedClass evaluated = isolate.load(key, CompiledClass.of(published));
    LoadedClass loaded = new LoadedClass(published, key, evaluated);
    classes.put(ref, loaded);
    untold |= !loaded.shape.env().isEmpty();
    unused++;
    LOG.debug("loaded {}", ref);
    return loaded;
  }

  /**
   * Tells classes the values that they read, when those have changed. Called when the frame is
   * complete: then whoever calls after a change finds it made.
   */
  void tellEnv(Frame frame) {
    EnvSnapshot values = env.get();
    if (!untold && values.equals(told)) {
      return;
    }
    for (LoadedClass loaded : classes.values()) {
      if (!loaded.shape.env().isEmpty() && !values.equals(loaded.env)) {
        loaded.env = values;
        frame.env(loaded.key, values.environment(), values.json(loaded.shape.env()));
      }
    }
    told = values;
    untold = false;
  }

  /** Whether it is loaded. */
  public boolean has(ClassRef ref) {
    return classes.containsKey(ref);
  }

  /**
   * Has the record of a class at hand for {@link #get}, which then need not read it from storage.
   */
  public void bring(List<PublishedClass> published) {
    brought.clear();
    published.forEach(each -> brought.put(each.ref(), each));
  }

  /** One more actor runs the class. */
  public void hold(LoadedClass loaded) {
    if (loaded.actors++ == 0) {
      unused--;
    }
  }

  /** One actor fewer runs the class, if any does. */
  void release(@Nullable LoadedClass loaded) {
    if (loaded != null && --loaded.actors == 0) {
      unused++;
    }
  }

  /** Unloads what has been out of use for longest; called when no load is under way. */
  void trim() {
    Iterator<LoadedClass> oldest = classes.values().iterator();
    while (unused > UNUSED && oldest.hasNext()) {
      LoadedClass loaded = oldest.next();
      if (loaded.actors == 0) {
        oldest.remove();
        unused--;
        isolate.unload(loaded.key);
        LOG.debug("unloaded {}", loaded.ref);
      }
    }
  }

  int size() {
    return classes.size();
  }
}
