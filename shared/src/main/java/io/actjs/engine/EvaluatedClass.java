package io.actjs.engine;

import io.actjs.model.ClassShape;
import io.actjs.model.TurnRules;

/** The description of a class that an isolate has evaluated. */
public record EvaluatedClass(ClassShape shape, TurnRules rules) {}
