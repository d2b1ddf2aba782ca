/** One loop for each kind of instruction; prints the nanoseconds that its turns took. Arguments: kind, turns. */
public class Micro {
    interface Shape { int sides(); }
    static class Square implements Shape { public int sides() { return 4; } }
    static class Triangle implements Shape { public int sides() { return 3; } }

    static int sum;
    int field;

    static int add(int a, int b) { return a + b; }
    int addField(int a) { return field + a; }

    static void arithmetic(int turns) {
        int a = 1, b = 7;
        for (int i = 0; i < turns; i++) {
            a = a * 31 + i;
            b ^= a >>> 3;
            a -= b & 15;
        }
        sum += a + b;
    }

    static void arrays(int turns) {
        int[] array = new int[64];
        for (int i = 0; i < turns; i++) array[i & 63] += array[i + 7 & 63] + i;
        sum += array[5];
    }

    static void fields(int turns) {
        Micro m = new Micro();
        for (int i = 0; i < turns; i++) m.field += m.field + i;
        sum += m.field;
    }

    static void calls(int turns) {
        int a = 0;
        for (int i = 0; i < turns; i++) a = add(a, i);
        sum += a;
    }

    static void virtuals(int turns) {
        Micro m = new Micro();
        int a = 0;
        for (int i = 0; i < turns; i++) a = m.addField(a);
        sum += a;
    }

    static void interfaces(int turns) {
        Shape[] shapes = {new Square(), new Triangle()};
        int a = 0;
        for (int i = 0; i < turns; i++) a += shapes[i & 1].sides();
        sum += a;
    }

    static void allocation(int turns) {
        for (int i = 0; i < turns; i++) sum += new Square().sides();
    }

    static void exceptions(int turns) {
        for (int i = 0; i < turns; i++) {
            try {
                throw new IllegalStateException();
            } catch (IllegalStateException e) {
                sum++;
            }
        }
    }

    public static void main(String[] args) {
        int turns = Integer.parseInt(args[1]);
        long start = System.nanoTime();
        switch (args[0]) {
            case "arithmetic": arithmetic(turns); break;
            case "arrays": arrays(turns); break;
            case "fields": fields(turns); break;
            case "calls": calls(turns); break;
            case "virtuals": virtuals(turns); break;
            case "interfaces": interfaces(turns); break;
            case "allocation": allocation(turns); break;
            case "exceptions": exceptions(turns); break;
            default: throw new IllegalArgumentException(args[0]);
        }
        System.out.println(System.nanoTime() - start);
    }
}
