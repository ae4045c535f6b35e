package io.actjs.actjsd.rate;

/**
 * Whose bucket it is; another rate is another bucket.
 *
 * @param kind of the name
 * @param className of the actors that are asked; empty for all that the server does
 */
record Subject(Kind kind, String name, String className, Rate rate) {
  enum Kind {
    PRINCIPAL("principal"),
    /** A principal of which only the address is known. */
    ANONYMOUS("anonymous"),
    ADDRESS("address");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** The bucket of a principal, or of the address of one that is unknown. */
  static Subject of(Sent sent, String className, Rate rate) {
    return sent.isAnonymous()
        ? new Subject(Kind.ANONYMOUS, sent.address(), className, rate)
        : new Subject(Kind.PRINCIPAL, sent.who().sub(), className, rate);
  }

  /** The same for all servers. */
  String key() {
    return kind.label + ':' + className + ':' + rate + ':' + name;
  }
}
