import type { ProblemText } from './problems-en-GB.ts'

const LOST: ProblemText = ['Se perdió la conexión con la red telefónica.', 'Comprueba tu conexión y vuelve a llamar.']
const NO_SOUND: ProblemText = [
  'No se pudo conectar el sonido.',
  'Una VPN, un cortafuegos o una extensión del navegador puede bloquearlo. Desactívalo y vuelve a llamar.',
]
const NOT_VALID: ProblemText = ['La sesión de tu teléfono no es válida.', 'Se renueva sola. Espera un momento.']
const EXPIRED: ProblemText = ['La sesión de tu teléfono ha caducado.', 'Se renueva sola. Espera un momento.']
const BAD_TOKEN: ProblemText = [
  'La red telefónica rechazó el acceso.',
  'Pide a tu administrador que compruebe la clave API y el reloj del servidor.',
]
const BAD_REQUEST: ProblemText = [
  'La red telefónica no entendió la petición.',
  'Recarga la página. Si continúa, da el código a tu administrador.',
]
const BAD_MESSAGE: ProblemText = ['Un mensaje a la red telefónica fue rechazado.', 'La llamada continúa.']
const SOON: ProblemText[1] = 'Prueba más tarde.'
const THE_CODE: ProblemText[1] = 'Da el código a tu administrador.'
const CHECK: ProblemText[1] = 'Comprueba el número.'
const FAULT: ProblemText = ['Su red tiene un fallo.', SOON]
const BUSY: ProblemText = ['Comunica.', 'Está en otra llamada. Prueba dentro de un rato.']
const COUNTRY_OFF: ProblemText = [
  'Las llamadas a este país están desactivadas.',
  'Un administrador puede permitirlas en la red telefónica.',
]
const LINE_HIDDEN: ProblemText = [
  'Esta línea no se puede mostrar a quien recibe la llamada.',
  'Elige otra línea en Llamar desde, o pregunta a tu administrador.',
]
const NOT_RESUMED: ProblemText = ['No se pudo recuperar la llamada.', 'Vuelve a llamar.']
const NOT_DIALLABLE: ProblemText = ['A este número no se puede llamar.', CHECK]

const DEVICE: Record<string, ProblemText> = {
  '20101': NOT_VALID,
  '20104': EXPIRED,
  '20151': NOT_VALID,
  '31000': ['La red telefónica avisó de un error.', 'Vuelve a llamar. Si continúa, da el código a tu administrador.'],
  '31001': ['El teléfono no está configurado.', 'Pide a tu administrador que revise la aplicación de voz.'],
  '31002': ['La llamada fue rechazada.', 'Comprueba el número y vuelve a llamar.'],
  '31003': ['No se pudo localizar a nadie a tiempo.', 'Vuelve a llamar.'],
  '31005': LOST,
  '31008': ['Quien llamaba colgó antes de que respondieras.', 'Devuelve la llamada.'],
  '31009': LOST,
  '31100': BAD_REQUEST,
  '31101': BAD_REQUEST,
  '31102': BAD_TOKEN,
  '31103': BAD_REQUEST,
  '31104': BAD_REQUEST,
  '31105': ['Tu teléfono tiene un nombre que la red no admite.', THE_CODE],
  '31107': NOT_RESUMED,
  '31201': BAD_TOKEN,
  '31202': BAD_TOKEN,
  '31203': ['La cuenta no está activa en la red telefónica.', THE_CODE],
  '31204': NOT_VALID,
  '31205': EXPIRED,
  '31206': ['Demasiados intentos en poco tiempo.', 'Espera un momento y vuelve a llamar.'],
  '31207': ['La sesión de tu teléfono dura demasiado.', THE_CODE],
  '31209': NOT_RESUMED,
  '31210': BAD_MESSAGE,
  '31212': BAD_MESSAGE,
  '31400': BAD_REQUEST,
  '31401': [
    'El navegador bloquea el micrófono.',
    'Pulsa el candado junto a la dirección, permite el micrófono y prueba otra vez.',
  ],
  '31402': [
    'No hay micrófono, o lo usa otro programa.',
    'Conecta uno, cierra el otro programa o elige otro en Sonido.',
  ],
  '31404': ['El número no se encontró.', CHECK],
  '31480': ['Ahora no se le puede localizar.', SOON],
  '31486': ['La línea comunica.', SOON],
  '31603': ['La llamada fue rechazada.', SOON],
  '53000': ['La red telefónica no respondió.', 'Comprueba tu conexión y vuelve a llamar.'],
  '53001': LOST,
  '53400': NO_SOUND,
  '53402': NO_SOUND,
  '53405': NO_SOUND,
}

const CARRIER: Record<string, ProblemText> = {
  '13224': ['A este número no se puede llamar.', 'Comprueba el prefijo del país y el número.'],
  '13225': ['A este número no se puede llamar.', 'La red telefónica lo bloquea. Pregunta a tu administrador.'],
  '13226': ['Ningún país tiene este prefijo.', CHECK],
  '13227': COUNTRY_OFF,
  '20003': ['La red telefónica rechazó nuestras credenciales.', THE_CODE],
  '20404': ['La red telefónica no conoce lo que se le pidió.', THE_CODE],
  '20429': ['Se pregunta demasiado a la red telefónica.', 'Espera un momento y vuelve a llamar.'],
  '21210': LINE_HIDDEN,
  '21211': NOT_DIALLABLE,
  '21212': LINE_HIDDEN,
  '21215': COUNTRY_OFF,
  '21217': NOT_DIALLABLE,
  '21219': [
    'Una cuenta de prueba solo llama a números verificados.',
    'Pide a tu administrador que verifique este número o que amplíe la cuenta.',
  ],
}

const CALLEE: Record<string, ProblemText> = {
  sip_403: ['Su red rechazó la llamada.', 'Puede que bloquee esta línea. Prueba con otra.'],
  sip_404: ['El número no está en servicio.', CHECK],
  sip_408: ['No se pudo localizar su teléfono.', 'Puede estar apagado o sin cobertura. Prueba más tarde.'],
  sip_410: ['El número ya no está en servicio.', 'Busca uno más reciente.'],
  sip_480: ['Ahora no se puede localizar su teléfono.', 'Puede estar apagado o sin cobertura. Prueba más tarde.'],
  sip_484: ['El número no está completo.', CHECK],
  sip_486: BUSY,
  sip_487: ['La llamada se retiró antes de que respondiera.', 'Vuelve a llamar.'],
  sip_488: ['Su teléfono no puede atender esta llamada.', 'Prueba con otro de sus números.'],
  sip_500: FAULT,
  sip_502: FAULT,
  sip_503: ['Su red no puede atender llamadas ahora.', 'Prueba dentro de un rato.'],
  sip_504: ['Su red no respondió a tiempo.', 'Prueba dentro de un rato.'],
  sip_600: BUSY,
  sip_603: ['Rechazó la llamada.', 'Prueba más tarde, o escríbele.'],
  sip_604: ['El número no existe.', CHECK],
  failed: ['No se le localizó.', 'La red no pudo completar la llamada. Comprueba el número.'],
}

const OURS: Record<string, ProblemText> = {
  network: ['No se pudo llegar al servidor.', 'Comprueba tu conexión y prueba otra vez.'],
  sound_blocked: [
    'El navegador mantiene esta pestaña en silencio.',
    'Pulsa el candado junto a la dirección, permite el sonido y prueba otra vez.',
  ],
}

/** Every failure the phone can show, by its code. */
export const PROBLEMS: Record<string, ProblemText> = { ...DEVICE, ...CARRIER, ...CALLEE, ...OURS }

/** A code that nobody foresaw. */
export const UNKNOWN_PROBLEM: ProblemText = [
  'Algo ha fallado.',
  'Prueba otra vez. Si continúa, da el código a tu administrador.',
]
