/** One of the things that the generated application is about. */
export interface Subject {
  /** Such as `Order`; `OrderItem` is its item, which `OrderBoard` exports. */
  name: string;
  /** Members of its item, beside `id`, as TypeScript. */
  members: string;
  /** An item with these members, as TypeScript. */
  item: string;
  /** Another subject, whose types the classes of this one refer to. */
  partner: string;
}

/** A class file, and programs that use its types, in which `actor` is a handle of it. */
export interface Generated {
  className: string;
  source: string;
  /** Calls each handler with right arguments, subscribes, and changes it optimistically. */
  use: string;
  /** An expression that has one error. */
  wrong: string;
}

/** A class that there is of each subject. */
export type Kind = (subject: Subject) => Omit<Generated, 'className'>;
