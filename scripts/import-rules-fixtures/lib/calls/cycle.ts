import './no-cycles.ts'
