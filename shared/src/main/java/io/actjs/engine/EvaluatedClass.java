package io.actjs.engine;

import io.actjs.model.ClassShape;
import io.actjs.model.TurnRules;

/** What an isolate tells of a class that it has evaluated. */
public record EvaluatedClass(ClassShape shape, TurnRules rules) {}
