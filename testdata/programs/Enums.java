// Enums: bodies, fields, abstract methods, valueOf, EnumMap, EnumSet, interfaces, nested switch.
import java.util.*;
import java.util.function.*;

public class Enums {
    enum Op implements IntBinaryOperator {
        ADD("+") { public int applyAsInt(int a, int b) { return a + b; } },
        SUB("-") { public int applyAsInt(int a, int b) { return a - b; } },
        MUL("*") {
            @Override public int applyAsInt(int a, int b) { return a * b; }
            @Override int priority() { return 2; }
        };

        private static final Map<String, Op> BY_SYMBOL = new HashMap<>();
        static { for (Op o : values()) BY_SYMBOL.put(o.symbol, o); }

        final String symbol;
        Op(String symbol) { this.symbol = symbol; }
        int priority() { return 1; }
        static Op of(String s) { return BY_SYMBOL.get(s); }
    }

    enum Planet {
        MERCURY(3.303e+23, 2.4397e6), EARTH(5.976e+24, 6.37814e6), JUPITER(1.9e+27, 7.1492e7);
        final double mass, radius;
        Planet(double mass, double radius) { this.mass = mass; this.radius = radius; }
        double gravity() { return 6.67300E-11 * mass / (radius * radius); }
    }

    enum Level { LOW, MID, HIGH; Level next() { return values()[(ordinal() + 1) % values().length]; } }

    enum Empty {}

    public static void main(String[] args) {
        for (Op o : Op.values()) System.out.print(o + o.symbol + o.applyAsInt(7, 3) + "p" + o.priority() + " " + o.getDeclaringClass().getSimpleName() + (o.getClass() == Op.class) + " ");
        System.out.println(Op.of("*") + " " + Op.of("/"));
        for (Planet p : Planet.values()) System.out.printf(Locale.ROOT, "%s %.2f%n", p, p.gravity());
        System.out.println(Level.valueOf("MID").compareTo(Level.HIGH) + " " + Level.HIGH.next() + " " + Empty.values().length + " " + Level.LOW.equals(Level.LOW) + " " + Enum.valueOf(Level.class, "LOW").name());
        for (String bad : new String[] {"NOPE", null}) {
            try {
                Level.valueOf(bad);
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        EnumMap<Level, List<Integer>> map = new EnumMap<>(Level.class);
        for (int i = 0; i < 10; i++) map.computeIfAbsent(Level.values()[i % 3], k -> new ArrayList<>()).add(i);
        map.remove(Level.MID);
        System.out.println(map + " " + map.containsKey(Level.MID) + " " + map.equals(new HashMap<>(map)));
        EnumSet<Level> set = EnumSet.range(Level.LOW, Level.MID);
        set.removeAll(EnumSet.of(Level.LOW));
        System.out.println(set + " " + EnumSet.complementOf(set) + " " + EnumSet.allOf(Level.class) + " " + EnumSet.noneOf(Level.class));
        BiFunction<Level, Level, String> f = (a, b) -> switch (a) {
            case LOW -> switch (b) { case LOW -> "ll"; default -> "l?"; };
            case MID -> "m";
            case HIGH -> "h" + b.ordinal();
        };
        System.out.println(f.apply(Level.LOW, Level.LOW) + f.apply(Level.LOW, Level.HIGH) + f.apply(Level.HIGH, Level.HIGH));
        try {
            Level.class.getDeclaredConstructors()[0].setAccessible(true);
            Level.class.getDeclaredConstructors()[0].newInstance("X", 9);
        } catch (Exception e) {
            System.out.println(e);
        }
        System.out.println(new TreeSet<>(List.of(Level.HIGH, Level.LOW)) + " " + Level.MID.describeConstable().get());
    }
}
