// A small language: lexer, Pratt parser, closures, interpreter.
import java.util.*;
import java.util.function.*;

public class ExprInterpreter {
    interface Node { Object eval(Env e); }

    static class Env {
        final Map<String, Object> vars = new HashMap<>();
        final Env parent;
        Env(Env parent) { this.parent = parent; }
        Object get(String n) {
            for (Env e = this; e != null; e = e.parent) if (e.vars.containsKey(n)) return e.vars.get(n);
            throw new RuntimeException("undefined " + n);
        }
        void set(String n, Object v) {
            for (Env e = this; e != null; e = e.parent) if (e.vars.containsKey(n)) { e.vars.put(n, v); return; }
            vars.put(n, v);
        }
    }

    interface Fn { Object call(List<Object> args); }

    final List<String> toks = new ArrayList<>();
    int at;

    ExprInterpreter(String src) {
        var m = java.util.regex.Pattern.compile("\\s*(\\d+\\.?\\d*|\\w+|\"[^\"]*\"|==|!=|<=|>=|&&|\\|\\||=>|.)").matcher(src);
        while (m.lookingAt()) {
            toks.add(m.group(1));
            m.region(m.end(), src.length());
        }
        toks.add("<end>");
    }

    String peek() { return toks.get(at); }
    String next() { return toks.get(at++); }
    boolean accept(String t) { if (peek().equals(t)) { at++; return true; } return false; }
    void expect(String t) { if (!accept(t)) throw new RuntimeException("expected " + t + " found " + peek()); }

    static int power(String op) {
        return switch (op) { case "=" -> 1; case "||" -> 2; case "&&" -> 3; case "==", "!=" -> 4; case "<", ">", "<=", ">=" -> 5; case "+", "-" -> 6; case "*", "/", "%" -> 7; case "(" -> 9; default -> 0; };
    }

    Node block() {
        List<Node> ns = new ArrayList<>();
        while (!peek().equals("}") && !peek().equals("<end>")) {
            ns.add(expr(0));
            accept(";");
        }
        return e -> { Object r = null; for (Node n : ns) r = n.eval(e); return r; };
    }

    Node expr(int min) {
        Node left = prefix();
        while (power(peek()) > min) {
            String op = next();
            Node l = left;
            if (op.equals("(")) {
                List<Node> args = new ArrayList<>();
                while (!accept(")")) { args.add(expr(0)); accept(","); }
                left = e -> {
                    List<Object> vs = new ArrayList<>();
                    for (Node a : args) vs.add(a.eval(e));
                    if (!(l.eval(e) instanceof Fn f)) throw new RuntimeException("not a function");
                    return f.call(vs);
                };
            } else if (op.equals("=")) {
                if (!(l instanceof Var v)) throw new RuntimeException("cannot assign");
                Node r = expr(0);
                left = e -> { Object x = r.eval(e); e.set(v.name(), x); return x; };
            } else {
                Node r = expr(power(op));
                left = switch (op) {
                    case "&&" -> e -> truth(l.eval(e)) && truth(r.eval(e));
                    case "||" -> e -> truth(l.eval(e)) || truth(r.eval(e));
                    default -> e -> binary(op, l.eval(e), r.eval(e));
                };
            }
        }
        return left;
    }

    record Var(String name) implements Node { public Object eval(Env e) { return e.get(name); } }

    Node prefix() {
        String t = next();
        if (Character.isDigit(t.charAt(0))) { double d = Double.parseDouble(t); return e -> d; }
        if (t.charAt(0) == '"') return e -> t.substring(1, t.length() - 1);
        switch (t) {
            case "(": { Node n = expr(0); expect(")"); return n; }
            case "-": { Node n = expr(8); return e -> -(double) n.eval(e); }
            case "!": { Node n = expr(8); return e -> !truth(n.eval(e)); }
            case "{": { Node n = block(); expect("}"); return n; }
            case "if": { Node c = expr(0), a = expr(0), b = accept("else") ? expr(0) : e -> null; return e -> truth(c.eval(e)) ? a.eval(e) : b.eval(e); }
            case "while": { Node c = expr(0), b = expr(0); return e -> { Object r = null; while (truth(c.eval(e))) r = b.eval(e); return r; }; }
            case "let": { String n = next(); expect("="); Node v = expr(0); return e -> { Object x = v.eval(e); e.vars.put(n, x); return x; }; }
            case "fn": {
                List<String> ps = new ArrayList<>();
                expect("(");
                while (!accept(")")) { ps.add(next()); accept(","); }
                Node body = expr(0);
                return e -> (Fn) args -> {
                    Env inner = new Env(e);
                    for (int i = 0; i < ps.size(); i++) inner.vars.put(ps.get(i), args.get(i));
                    return body.eval(inner);
                };
            }
            default: if (Character.isLetter(t.charAt(0))) return new Var(t); throw new RuntimeException("unexpected " + t);
        }
    }

    static boolean truth(Object o) { return o instanceof Boolean b ? b : o != null && !o.equals(0.0); }

    static Object binary(String op, Object a, Object b) {
        if (op.equals("==")) return Objects.equals(a, b);
        if (op.equals("!=")) return !Objects.equals(a, b);
        if (op.equals("+") && (a instanceof String || b instanceof String)) return show(a) + show(b);
        double x = (double) a, y = (double) b;
        return switch (op) { case "+" -> x + y; case "-" -> x - y; case "*" -> x * y; case "/" -> x / y; case "%" -> x % y; case "<" -> x < y; case ">" -> x > y; case "<=" -> x <= y; default -> x >= y; };
    }

    static String show(Object o) { return o instanceof Double d && d == Math.rint(d) ? Long.toString(d.longValue()) : o instanceof Fn ? "<fn>" : String.valueOf(o); }

    public static void main(String[] args) {
        Env global = new Env(null);
        global.vars.put("print", (Fn) a -> { System.out.println(String.join(" ", a.stream().map(ExprInterpreter::show).toList())); return null; });
        global.vars.put("sqrt", (Fn) a -> Math.sqrt((double) a.get(0)));
        for (String src : List.of(
                "1 + 2 * 3 - 4 / 8 % 3", "(1 + 2) * -(3 - 5)", "let x = 10; x = x * x; x - 1", "\"a\" + 1 + \"b\"", "1 < 2 && !(2 <= 1) || 1 == 2",
                "let fib = fn(n) if n < 2 n else fib(n - 1) + fib(n - 2); fib(17)",
                "let counter = fn() { let n = 0; fn() { n = n + 1 } }; let c = counter(); let d = counter(); c(); c(); d(); c() * 10 + d()",
                "let i = 0; let s = 0; while i < 100 { i = i + 1; if i % 3 == 0 { s = s + i } }; print(\"sum\", s, fib)",
                "let compose = fn(f, g) fn(x) f(g(x)); compose(sqrt, fn(x) x * x)(7)", "fn(a, b) a + b", "1 +", "undefinedName", "3(4)", "1 = 2", "if 0 1")) {
            try {
                System.out.println(show(new ExprInterpreter(src).block().eval(global)));
            } catch (RuntimeException e) {
                System.out.println("error: " + e.getMessage());
            }
        }
    }
}
