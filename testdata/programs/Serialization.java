// Java serialisation: graphs, transient, custom hooks, Externalizable, records, enums, evolution, errors.
import java.io.*;
import java.util.*;

public class Serialization {
    enum Colour { RED, GREEN }

    static class NotSerial { int base = 5; NotSerial() { base = 6; } }

    static class Node extends NotSerial implements Serializable {
        private static final long serialVersionUID = 1;
        String name;
        transient int cache = 9;
        Node next;
        int[][] grid = {{1}, {2, 3}};
        final Colour colour = Colour.GREEN;
        byte b = 1; short s = 2; char c = 'c'; long l = 4; float f = 5; double d = 6; boolean z = true;
        Node(String n) { name = n; }
    }

    static class Custom implements Serializable {
        transient String secret;
        int x;
        Custom(String s, int x) { secret = s; this.x = x; }
        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeUTF(new StringBuilder(secret).reverse().toString());
        }
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            secret = new StringBuilder(in.readUTF()).reverse().toString();
        }
    }

    static class Single implements Serializable {
        static final Single INSTANCE = new Single();
        private Object readResolve() { return INSTANCE; }
    }

    public static class Ext implements Externalizable {
        int v;
        public Ext() { v = -1; }
        public void writeExternal(ObjectOutput out) throws IOException { out.writeInt(v * 2); }
        public void readExternal(ObjectInput in) throws IOException { v = in.readInt(); }
    }

    record Point(int x, int y) implements Serializable {
        Point { if (x < 0) throw new IllegalArgumentException(); }
    }

    static byte[] write(Object o) throws IOException {
        ByteArrayOutputStream b = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(b)) {
            out.writeObject(o);
        }
        return b.toByteArray();
    }

    @SuppressWarnings("unchecked")
    static <T> T copy(T o) throws Exception {
        return (T) new ObjectInputStream(new ByteArrayInputStream(write(o))).readObject();
    }

    public static void main(String[] args) throws Exception {
        Node a = new Node("a"), b = new Node("b");
        a.next = b;
        b.next = a;
        a.base = 99;
        Node c = copy(a);
        System.out.println(c.name + c.next.name + (c.next.next == c) + c.cache + c.base + c.grid[1][1] + c.colour + (c.colour == Colour.GREEN) + c.b + c.s + c.c + c.l + c.f + c.d + c.z);
        Custom custom = copy(new Custom("secret", 4));
        Ext e = new Ext();
        e.v = 21;
        System.out.println(custom.secret + custom.x + " " + (copy(Single.INSTANCE) == Single.INSTANCE) + " " + copy(e).v + " " + copy(new Point(1, 2)));
        System.out.println(copy(new ArrayList<>(List.of(1, "two", 3.0))) + " " + copy(new TreeMap<>(Map.of("k", List.of(1)))) + " " + copy(new int[] {1, 2}).length + " " + copy(new HashSet<>(List.of("x"))) + " " + copy(EnumSet.of(Colour.RED)) + " " + copy(Optional.class) + " " + copy(new java.math.BigInteger("123456789012345678901234567890")) + " " + copy(java.time.LocalDate.of(2024, 1, 2)) + " " + copy(new Date(0).getTime()) + " " + copy(List.of(1, 2)));
        byte[] bytes = write("hello");
        System.out.println(HexFormat.of().formatHex(bytes) + " " + HexFormat.of().formatHex(write(new Point(3, 4))) + " " + ObjectStreamClass.lookup(Custom.class).getSerialVersionUID());
        for (int i = 0; i < 4; i++) {
            try {
                switch (i) {
                    case 0 -> write(new Object());
                    case 1 -> write(List.of(new Thread()));
                    case 2 -> new ObjectInputStream(new ByteArrayInputStream(new byte[] {1, 2, 3, 4}));
                    case 3 -> { byte[] x = write(new Point(3, 4)); x[x.length - 8] = -1; new ObjectInputStream(new ByteArrayInputStream(x)).readObject(); }
                    default -> { }
                }
            } catch (Exception x) {
                System.out.println(x + " " + x.getCause());
            }
        }
        ByteArrayOutputStream shared = new ByteArrayOutputStream();
        ObjectOutputStream out = new ObjectOutputStream(shared);
        int[] arr = {1};
        out.writeObject(arr);
        arr[0] = 2;
        out.writeObject(arr);
        out.writeUnshared(arr);
        out.reset();
        out.writeObject(arr);
        out.writeInt(7);
        out.flush();
        ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(shared.toByteArray()));
        int[] r1 = (int[]) in.readObject(), r2 = (int[]) in.readObject(), r3 = (int[]) in.readObject(), r4 = (int[]) in.readObject();
        System.out.println((r1 == r2) + " " + r1[0] + r3[0] + r4[0] + in.readInt());
        ObjectInputStream filtered = new ObjectInputStream(new ByteArrayInputStream(write(new Point(1, 1))));
        filtered.setObjectInputFilter(ObjectInputFilter.Config.createFilter("!Serialization$Point;*"));
        try {
            filtered.readObject();
        } catch (InvalidClassException x) {
            System.out.println(x.getMessage());
        }
    }
}
